"""Where a duty is: an account, a department, a person, or the company as a whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.utils.translation import gettext as _

from governance.duties.rules import CALENDAR, COMPANY, IN_DEPARTMENT, ON_ACCOUNT, ON_PERSON, SCOPES, DutyKind

if TYPE_CHECKING:
    from accounts.models import Department, PlatformAccount, User


@dataclass(frozen=True, slots=True)
class DutyPlace:
    """One of the three, or none: the company."""

    account: PlatformAccount | None = None
    department: Department | None = None
    person: User | None = None

    @classmethod
    def of(cls, kind: DutyKind, row: Any) -> DutyPlace:
        """The place that this record is for the kind; None is the company."""
        return cls(**{kind.column: row}) if kind.column else cls()

    @property
    def scope(self) -> str:
        """The scope that fits the place."""
        if self.account is not None:
            return ON_ACCOUNT
        if self.department is not None:
            return IN_DEPARTMENT
        return ON_PERSON if self.person is not None else COMPANY

    @property
    def row(self) -> Any:
        """The account, department or person; None for the company."""
        return self.account or self.department or self.person

    @property
    def number(self) -> int:
        """The key of the row in an address; 0 for the company."""
        return int(self.row.pk) if self.row is not None else 0

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of a duty or record that is here."""
        return {"account": self.account, "department": self.department, "person": self.person}

    @property
    def keys(self) -> dict[str, int | None]:
        """The same as keys, to filter by."""
        return {f"{name}_id": row.pk if row is not None else None for name, row in self.columns.items()}

    @property
    def home(self) -> Department | None:
        """The department that the place belongs to."""
        if self.department is not None:
            return self.department
        owner: Any = self.account or self.person
        return owner.department if owner is not None else None

    @property
    def home_id(self) -> int | None:
        """The key of that department."""
        if self.department is not None:
            return self.department.pk
        owner: Any = self.account or self.person
        return owner.department_id if owner is not None else None

    @property
    def calendar(self) -> str:
        """The working calendar by which its clocks are explained."""
        return self.account.calendar if self.account is not None else CALENDAR

    def __str__(self) -> str:
        return str(self.row) if self.row is not None else _("the company")


def place_of(kind: DutyKind, number: int) -> DutyPlace | None:
    """The place of that key for the kind, 0 for the company; None if there is none."""
    if not kind.column:
        return DutyPlace() if number == 0 else None
    joined = () if kind.scope == IN_DEPARTMENT else ("department",)
    rows = apps.get_model(SCOPES[kind.scope])._default_manager.select_related(*joined or (None,))
    row = rows.filter(pk=number).first()
    return DutyPlace.of(kind, row) if row is not None else None

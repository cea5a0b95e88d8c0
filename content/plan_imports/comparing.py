"""What a file of plan items would do, line by line, for whoever brings it. Reads the database, writes nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from accounts.public import PlatformAccount, User
from content.plan_imports.reading import Reading
from content.plan_imports.rules import BAD, NEW, SAME, WRITE
from content.plans.models import PlanItem
from governance.public import VIEW_ACCOUNT, TableRow, accounts_for, can

if TYPE_CHECKING:
    from collections.abc import Iterable

TEXTS = ("title", "direction", "audience", "topic", "content_type", "medium", "frequency")
Key = tuple[int, str, datetime | None]


@dataclass
class Line:
    """One line of the file: what it would become, and why not."""

    number: int
    title: str
    account: PlatformAccount | None = None
    planned_at: datetime | None = None
    outcome: str = NEW
    message: str = ""
    content: dict[str, Any] = field(default_factory=dict)
    plan: int | None = None

    def as_dict(self) -> dict[str, Any]:
        """For the record of the import."""
        return {
            "row": self.number, "title": self.title, "account": str(self.account or ""), "outcome": self.outcome,
            "planned_at": self.planned_at.isoformat() if self.planned_at else "", "message": self.message,
            "plan": self.plan,
        }  # fmt: skip


class Comparing:
    """Compares the lines of one reading with what is here and with what its actor may do."""

    def __init__(self, reading: Reading, actor: User) -> None:
        self.reading, self.actor = reading, actor
        seen = accounts_for(actor, VIEW_ACCOUNT) | accounts_for(actor, WRITE)
        self.accounts = _by_name(
            (row, (row.handle, row.name_zh, row.name_en))
            for row in PlatformAccount.objects.filter(pk__in=seen).order_by("pk")
        )
        self.people = _by_name(
            (row, (row.username, row.employee_number, row.display_name))
            for row in User.objects.filter(is_active=True).order_by("pk")
        )
        self.lines: list[Line] = []
        self.first_at: dict[Key, int] = {}

    def compare(self) -> list[Line]:
        """Every line that could be read, with its outcome; faults are added to the reading."""
        found = [(row, self._line(row)) for row in self.reading.rows]
        here = self._here([line for _row, line in found])
        for row, line in found:
            if line.outcome != BAD:
                self._place(row, line, here)
        self.lines = [line for _row, line in found]
        return self.lines

    def _line(self, row: TableRow) -> Line:
        values, planned_at = row.values, row.moments.get("planned_at")
        line = Line(row.number, values["title"], planned_at=planned_at)
        line.account = self._account(row, line)
        owner = self._owner(row, line)
        line.content = {name: values[name] for name in TEXTS if name in values}
        line.content |= {"planned_at": planned_at, "script_owner": owner}
        return line

    def _refuse(self, line: Line, column: str, value: str, words: str) -> None:
        line.outcome, line.message = BAD, words
        self.reading.refuse(line.number, column, value, words)

    def _account(self, row: TableRow, line: Line) -> PlatformAccount | None:
        name = row.values["account"]
        named = self.accounts.get(name.casefold(), [])
        if len(named) != 1:
            words = _("There is no account of this handle or name that you may see.")
            if named:
                words = _("Several accounts have this name. Please write the handle instead.")
            self._refuse(line, "account", name, words)
            return None
        if not can(self.actor, WRITE, named[0]):
            words = _("You may not plan for %(account)s. Ask its manager for the right.")
            self._refuse(line, "account", name, words % {"account": named[0]})
        return named[0]

    def _owner(self, row: TableRow, line: Line) -> User | None:
        name = row.values.get("script_owner", "")
        named = self.people.get(name.casefold(), []) if name else []
        if name and len(named) != 1:
            words = _("There is nobody of this login name, employee number or name.")
            if named:
                words = _("Several people have this name. Please write the login name instead.")
            self._refuse(line, "script_owner", name, words)
        return named[0] if len(named) == 1 else None

    def _here(self, lines: list[Line]) -> dict[Key, int]:
        """The plan items of these accounts that are not dropped and have one of these titles."""
        ids = {line.account.pk for line in lines if line.account is not None}
        rows = PlanItem.objects.filter(account_id__in=ids, title__in={line.title for line in lines})
        found = rows.exclude(status="dropped").values_list("account_id", "title", "planned_at", "pk")
        return {(account, title, at and at.replace(microsecond=0)): pk for account, title, at, pk in found}

    def _place(self, row: TableRow, line: Line, here: dict[Key, int]) -> None:
        """Whether the same stands here already, or in a line above."""
        assert line.account is not None  # noqa: S101 - refused otherwise
        key = (line.account.pk, line.title, line.planned_at)
        first = self.first_at.setdefault(key, line.number)
        if first != line.number:
            words = _("This stands in row %(row)d already. Please leave one of them out.") % {"row": first}
            self._refuse(line, "title", line.title, words)
        elif key in here:
            line.outcome, line.plan = SAME, here[key]


def _by_name(rows: Iterable[tuple[Any, tuple[str, ...]]]) -> dict[str, list[Any]]:
    """Records by each of their names; one that has the same name twice stands there once."""
    found: dict[str, list[Any]] = defaultdict(list)
    for row, names in rows:
        for name in {name.casefold() for name in names if name}:
            found[name].append(row)
    return found

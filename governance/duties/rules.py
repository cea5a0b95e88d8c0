"""What must be done every so often and written down, as rows: whose duty, where, how often, what is asked. Pure.

A floor registers a row with `register_duty_kind`; nothing else is needed for a new kind (mechanism 9).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.deadlines.rules import DEFAULT_LADDER
from governance.particulars.rules import YES, Particular, check_particulars
from governance.refusals.exceptions import Sentence

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from accounts.models import User
    from governance.duties.models import DutyRecord
    from governance.duties.places import DutyPlace

DUTY, RECORD, PURPOSE = "duty", "duty_record", "duty"
NOTE_LIMIT = 2000
# Where neither an account nor anything else brings a working calendar.
CALENDAR = "CN"
# The rule books say how often a task may be passed on.
BOUNCE = "tasks.bounce"
# Names that the form of every kind has already.
RESERVED = frozenset({"note", "files", "version", "account", "department", "person"})
# Duties opened or ended in one transaction of the sweep.
BATCH = 500

COMPANY, ON_ACCOUNT, IN_DEPARTMENT, ON_PERSON = "company", "account", "department", "person"
# Scope: the model of its places, or none where the company is the only place.
SCOPES: Mapping[str, str] = {
    COMPANY: "", ON_ACCOUNT: "accounts.PlatformAccount", IN_DEPARTMENT: "accounts.Department",
    ON_PERSON: "accounts.User",
}  # fmt: skip

BY_RIGHT, BY_HEAD, BY_SELF = "right", "head", "self"
DOER_WORDS: Mapping[str, Sentence] = {
    BY_RIGHT: _("somebody who holds the right “%(of)s”"),
    BY_HEAD: _("the head of the department"),
    BY_SELF: _("the person themselves"),
}

# Why a duty is due.
FIRST, REGULAR, AGAIN = "first", "regular", "again"
CAUSES: tuple[tuple[str, Sentence], ...] = (
    (FIRST, _("For the first time")),
    (REGULAR, _("The interval is over")),
    (AGAIN, _("Something was not in order")),
)

# Whether a record wants a file beside it.
NO_FILE, FILE_WELCOME, FILE_WANTED = "no", "welcome", "wanted"
FILES_PER_RECORD = 5


@dataclass(frozen=True, slots=True)
class Doer:
    """Whose duty it is: a rule, and the right that it looks at."""

    rule: str
    of: str = ""


# The places in which a kind holds at a moment; of these the ones whose last record does not do any more; what is asked
# in one place; and what follows from a record, in its transaction (a Refused takes the record back).
Places = Callable[[datetime], "QuerySet[Any]"]
Asked = Callable[["DutyPlace", datetime], "tuple[Particular, ...]"]
Consequence = Callable[["DutyRecord", "User", datetime], object]


def nothing(record: DutyRecord, actor: User, at: datetime) -> None:
    """Where the record itself is all."""


@dataclass(frozen=True, slots=True)
class DutyKind:
    """A kind of duty.

    A record is good for `interval` days, a parameter of the rule books. The next duty opens `ahead` days before that;
    a place without any record has `first_within` days. Where a check found a fault, `told` hears of it and the duty
    is due again within `again_within` days. `asked` narrows or widens `fields` by place. `personal` records tell of
    people: a list of them is exported for a reason.
    """

    code: str
    label: Sentence
    interval: str
    scope: str
    doer: Doer
    fields: tuple[Particular, ...]
    among: Places | None = None
    lapsed: Places | None = None
    asked: Asked | None = None
    attachment: str = FILE_WELCOME
    ahead: int = 14
    first_within: int = 14
    again_within: int = 14
    told: Doer | None = None
    ladder: str = DEFAULT_LADDER
    help: Sentence = ""
    personal: bool = False
    on_filed: Consequence = nothing

    def __post_init__(self) -> None:
        check_particulars(self.code, self.fields, RESERVED)
        if self.scope not in SCOPES or self.attachment not in (NO_FILE, FILE_WELCOME, FILE_WANTED):
            raise ValueError(f"{self.code}: unknown scope, or unknown wish for a file")
        if {row.rule for row in (self.doer, self.told) if row is not None} - DOER_WORDS.keys():
            raise ValueError(f"{self.code}: whose duty it is follows an unknown rule")
        if self.doer.rule == BY_SELF and self.scope != ON_PERSON:
            raise ValueError(f"{self.code}: only a person does something themselves")
        if min(self.ahead, self.first_within, self.again_within) < 1:
            raise ValueError(f"{self.code}: a clock runs for a day at least")

    @property
    def column(self) -> str:
        """The column of the place, empty where the company is the only one."""
        return "" if self.scope == COMPANY else self.scope

    def fields_of(self, payload: Mapping[str, Any]) -> tuple[Particular, ...]:
        """The fields of a record as it was filed; one that is no longer asked for is shown by its name."""
        known = {row.name: row for row in self.fields}
        return (
            *(row for row in self.fields if row.name in payload),
            *(Particular(name, name, YES) for name in payload if name not in known),
        )


_kinds: dict[str, DutyKind] = {}


def register_duty_kind(kind: DutyKind) -> DutyKind:
    """Make a kind known and return it. Registering another one under the same code raises ValueError."""
    known = _kinds.get(kind.code)
    if known is not None and known != kind:
        raise ValueError(f"duty kind {kind.code} is registered already")
    _kinds[kind.code] = kind
    return kind


def duty_kinds() -> dict[str, DutyKind]:
    """All kinds by code."""
    return dict(_kinds)


def duty_kind(code: str) -> DutyKind:
    """The kind of that code; KeyError if nobody registered it."""
    return _kinds[code]

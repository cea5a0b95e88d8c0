"""What may need a yes, as rows: who decides, by how many, in which time, and what follows (mechanism 8). Pure.

A floor registers a row with `register_approval_kind`; nothing else is needed for a new kind.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from governance.deadlines.rules import DEFAULT_LADDER
from governance.particulars.rules import PERSON, Particular, check_particulars
from governance.refusals.exceptions import Sentence
from governance.worktime.rules import Limit

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User
    from governance.approvals.models import ApprovalRequest

REASON_LIMIT = 2000
NOTE_LIMIT = 2000
TITLE_LIMIT = 120
PURPOSE = "approval"
RECORD = "approval_request"
DECIDE_WITHIN, LAPSES_AFTER = Limit(1, "working_days"), Limit(5, "working_days")
# Where neither an account nor anything else brings a working calendar.
CALENDAR = "CN"

# So long whoever made somebody's login decides nothing that this login asks for or gains by: it may be a second one of
# their own.
MAKER_BARRED = timedelta(days=30)
LOGIN_MADE = "person.created"
# Nobody chooses who decides for them: a deputy whom the asker, or the one who gains, named for somebody else by
# entering their absence does not decide in that person's place (D-2.3.2, O-3.3.2). The ledger says who named.
DEPUTY_NAMED = "leave.absence_recorded"

# Names that the form of every kind has already.
RESERVED = frozenset({"reason", "account", "department", "note", "version", "move"})


# Rules by which a responsible person is found; the finders stand in people.py.
BY_RIGHT, BY_POST, BY_SUPERIOR, BY_HEAD, BY_UNIT = "right", "post", "superior", "head", "unit"


@dataclass(frozen=True, slots=True)
class Responsible:
    """One link of the chain: a rule, and what it looks at (the right, the post, the code of the department)."""

    rule: str
    of: str = ""


RULE_WORDS: Mapping[str, Sentence] = {
    BY_RIGHT: _("somebody who holds the right “%(of)s”"),
    BY_POST: _("somebody in the post “%(of)s”"),
    BY_SUPERIOR: _("the superior of the person concerned"),
    BY_HEAD: _("the head of the department"),
    BY_UNIT: _("the head of the department “%(of)s”"),
}

COMPANY, ON_ACCOUNT, IN_DEPARTMENT = "company", "account", "department"
SCOPES = frozenset({COMPANY, ON_ACCOUNT, IN_DEPARTMENT})
# Who gains: the one who asks, nobody in particular, or the person named in a field of that name.
ASKER, NOBODY = "asker", ""

# What the owning room does with the answer, in the transaction of the answer; a Refused takes the answer back.
Consequence = Callable[["ApprovalRequest", "User | None", datetime], object]
# How a request of this kind begins where more than the request must be written.
Asking = Callable[
    ["User", Mapping[str, Any], "PlatformAccount | None", str, "datetime | None"], "ApprovalRequest"
]  # fmt: skip
# What the page of a request shows beside the fields of its kind: label and value.
Details = Callable[["ApprovalRequest"], "list[tuple[Sentence, object]]"]


def nothing(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """Where the answer itself is all."""


def no_details(request: ApprovalRequest) -> list[tuple[Sentence, object]]:
    """Where the fields of the kind are all."""
    return []


@dataclass(frozen=True, slots=True)
class ApprovalKind:
    """A kind of request.

    `deciders` are tried in their order until `people` different people are found, then their superiors upward where it
    `climbs` (a kind that takes a right of its own does not);
    with `everybody` all whom the rules name are asked, so that the first who is there decides.
    A decision is wanted `decide_within`; after `lapses_after` nobody can decide any more and the request must be
    asked anew. A yes is good for `valid_for`, or without end. `on_ended` follows a withdrawal or a lapse.
    What weighs as a signature does is `confirmed`: yes or no, the password is confirmed just before (R-034).
    What everybody asks for `for_oneself` may wait for several people at once.
    Requests of one `decision` about the same record count together, one after the other.
    `asked_on` names the address of a page that asks for it in a way of its own, `details` tells what that asked.
    """

    code: str
    label: Sentence
    deciders: tuple[Responsible, ...]
    fields: tuple[Particular, ...] = ()
    people: int = 1
    decide_within: Limit = DECIDE_WITHIN
    lapses_after: Limit = LAPSES_AFTER
    valid_for: Limit | None = None
    ladder: str = DEFAULT_LADDER
    help: Sentence = ""
    ask_right: str = ""
    scope: str = COMPANY
    gains: str = ASKER
    from_page: bool = True
    everybody: bool = False
    climbs: bool = True
    confirmed: bool = False
    decision: str = ""
    for_oneself: bool = False
    asked_on: str = ""
    ask: Asking | None = None
    details: Details = no_details
    on_agreed: Consequence = nothing
    on_refused: Consequence = nothing
    on_ended: Consequence = nothing

    def __post_init__(self) -> None:
        check_particulars(self.code, self.fields, RESERVED)
        if self.scope not in SCOPES:
            raise ValueError(f"{self.code}: unknown scope")
        if not self.deciders or {row.rule for row in self.deciders} - RULE_WORDS.keys():
            raise ValueError(f"{self.code}: nobody decides, or by an unknown rule")
        if self.for_oneself and self.gains == NOBODY:
            raise ValueError(f"{self.code}: nobody gains what is asked for oneself")
        if self.people not in (1, 2):
            raise ValueError(f"{self.code}: one person or two agree")
        if self.gains not in (ASKER, NOBODY, *(field.name for field in self.fields if field.type == PERSON)):
            raise ValueError(f"{self.code}: who gains is the asker, nobody, or a field that names a person")


_kinds: dict[str, ApprovalKind] = {}


def register_approval_kind(kind: ApprovalKind) -> ApprovalKind:
    """Make a kind known and return it. Registering another one under the same code raises ValueError."""
    known = _kinds.get(kind.code)
    if known is not None and known != kind:
        raise ValueError(f"approval kind {kind.code} is registered already")
    _kinds[kind.code] = kind
    return kind


def approval_kinds() -> dict[str, ApprovalKind]:
    """All kinds by code."""
    return dict(_kinds)


def deciding_together(kind: ApprovalKind) -> set[str]:
    """The codes of the kinds whose requests about one record make one decision with those of this kind."""
    return {kind.code, *(row.code for row in _kinds.values() if row.decision and row.decision == kind.decision)}


def approval_kind(code: str) -> ApprovalKind:
    """The kind of that code; KeyError if nobody registered it."""
    return _kinds[code]

"""The facts of grants as rows: who decides a request, how much is asked at once, who is told when (R-012). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from governance.public import ROLES_BY_CODE, Responsible

MANAGE_PEOPLE = "governance.manage_people"
VIEW_LEDGER = "governance.view_ledger"
APPROVER = "grant.approver"
RECORD = PURPOSE = "grant"
# Why two roles come into one hand that are kept apart: a particular of the request.
EXCEPTION = "exception"
EXCEPTION_LIMIT = 500
# Working days of the company's seat, where a grant belongs to no account.
CALENDAR = "CN"
LADDER = "quiet"
# So long before its end the holder and whoever agreed are told, once.
TOLD_AHEAD = timedelta(days=7)
LONGEST = timedelta(days=3 * 366)
# In one form.
PEOPLE_LIMIT, LINES_LIMIT = 30, 400


# Where whoever the rule books name is the one who asks or gains, or the place is empty.
OTHERWISE = (
    Responsible("superior"),
    Responsible("head"),
    Responsible("right", "accounts.manage"),
    Responsible("right", MANAGE_PEOPLE),
)


@dataclass(frozen=True, slots=True)
class Approver:
    """What the rule books call whoever approves, the kind of request for it, and where that person is found.

    `otherwise` is who else may, `climbs` whether the superiors of all these may in the end.
    """

    term: str
    kind: str
    first: Responsible
    otherwise: tuple[Responsible, ...] = OTHERWISE
    climbs: bool = True


APPROVERS = (
    Approver("superior", "grant", Responsible("superior")),
    Approver("marketing_head", "grant_by_marketing", Responsible("unit", "marketing")),
    Approver("operations_director", "grant_by_overseas", Responsible("unit", "overseas")),
    # Nobody gives what reaches over the whole company who could not give every role.
    Approver("administrator", "grant_by_administrator", Responsible("right", MANAGE_PEOPLE), (), climbs=False),
)
BY_TERM = {row.term: row for row in APPROVERS}
KINDS = frozenset(row.kind for row in APPROVERS)
# Rights over the whole company, and who approves every role that brings one of them, whatever the rule books say.
APPROVER_OF_RIGHT: Mapping[str, str] = {
    "manage_people": "administrator",
    "operate": "administrator",
    "read_everything": "administrator",
}


def approver_of_role(role: str) -> Approver | None:
    """Who approves this role by its rights, or None where the rule books say."""
    rights = ROLES_BY_CODE[role].company if role in ROLES_BY_CODE else ()
    return next((BY_TERM[APPROVER_OF_RIGHT[right]] for right in rights if right in APPROVER_OF_RIGHT), None)


def approver_of(term: str) -> Approver:
    """The row for what a rule book says; the superior where it says something that no row knows."""
    return BY_TERM.get(term, APPROVERS[0])


def deciders_of(row: Approver) -> tuple[Responsible, ...]:
    """The chain of a kind: who the rule book names, then who else is responsible."""
    return (row.first, *(rule for rule in row.otherwise if rule != row.first))

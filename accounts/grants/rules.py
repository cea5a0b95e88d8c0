"""The facts of grants as rows: who decides a request, how much is asked at once, who is told when (R-012). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from governance.public import Responsible

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


@dataclass(frozen=True, slots=True)
class Approver:
    """What the rule books call whoever approves, the kind of request for it, and where that person is found."""

    term: str
    kind: str
    first: Responsible


APPROVERS = (
    Approver("superior", "grant", Responsible("superior")),
    Approver("marketing_head", "grant_by_marketing", Responsible("unit", "marketing")),
    Approver("operations_director", "grant_by_overseas", Responsible("unit", "overseas")),
)
BY_TERM = {row.term: row for row in APPROVERS}
KINDS = frozenset(row.kind for row in APPROVERS)
# Where that person is the one who asks or gains, or the place is empty.
OTHERWISE = (
    Responsible("superior"),
    Responsible("head"),
    Responsible("right", "accounts.manage"),
    Responsible("right", MANAGE_PEOPLE),
)


def approver_of(term: str) -> Approver:
    """The row for what a rule book says; the superior where it says something that no row knows."""
    return BY_TERM.get(term, APPROVERS[0])


def deciders_of(row: Approver) -> tuple[Responsible, ...]:
    """The chain of a kind: who the rule book names, then who else is responsible."""
    return (row.first, *(rule for rule in OTHERWISE if rule != row.first))

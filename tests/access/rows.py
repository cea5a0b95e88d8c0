"""What a row of the access matrix says: one address and case, who gets the page, who sends the form, who knows of it.

A row says who gets the page (200 or a redirect to where it leads) and who may send the form; of the others, those
who know the record get 403 and those who do not get 404. Nobody gets through without a login but where `open` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Roles = frozenset[str]

ROLE_CODES = (
    "author", "first_reviewer", "final_reviewer", "legal", "executive", "publisher", "agent", "analyst", "supervisor",
    "manager", "department_head", "adviser", "auditor", "admin", "custodian", "stranger",
)  # fmt: skip


def who(*codes: str) -> Roles:
    """Some roles, each known."""
    assert set(codes) <= set(ROLE_CODES), codes
    return frozenset(codes)


ALL = who(*ROLE_CODES)
NOBODY = who()
# Who was granted something on the account, and who reads everything.
SEES = ALL - {"admin", "stranger"}
FAR = who("auditor")
WRITES = who("author")
PUBLISHES = who("publisher")
NOTES = who("publisher", "author", "executive", "analyst", "supervisor", "manager", "department_head")
# Who writes on the account, and who signs something of it.
COMMENTS = who("author", "first_reviewer", "final_reviewer", "legal", "executive", "adviser", "department_head")
IMPORTS = who("analyst")
TARGETS = who("analyst", "manager")
ARCHIVE = who("analyst", "auditor")
FIGURES = who("executive", "analyst", "supervisor", "manager", "department_head", "auditor")
RESOLVES = who("legal", "agent", "supervisor", "manager", "department_head", "adviser")
# The ticket came to the department in which everybody but the stranger works.
UNIT = ALL - {"stranger"}
UPLOADS = who("author", "publisher", "manager")
REPLIES = who("agent", "supervisor")
BOARD = who("final_reviewer", "legal", "executive", "supervisor", "manager", "department_head", "auditor", "admin")
LEDGER = who("supervisor", "manager", "auditor", "admin")
RULES = who("manager", "admin")
MANAGES = who("manager", "admin")
# Whose qualification it is, who appoints, who reads everything.
QUALIFIED = who("first_reviewer", "manager", "admin", "auditor")
# The same of an adviser.
ACCREDITED = who("adviser", "manager", "admin", "auditor")
ASKED = who("agent", "supervisor", "auditor")
AWAY = who("agent", "publisher", "supervisor", "department_head", "admin", "auditor")
LEFT_BEHIND = who("supervisor", "admin", "auditor")
# Of the agent: the superior, the head of the department, who keeps people and who reads everything.
PEOPLE = who("agent", "supervisor", "department_head", "admin", "auditor")
COMPLAINTS = who("agent", "supervisor", "manager")
REVIEWS_RIGHTS = who("manager", "department_head", "admin", "auditor")
FINDS_RIGHTS = who("manager", "admin", "auditor")
# Who keeps the login, manages its account, shares it, or reads everything.
KEEPS = who("custodian", "manager", "publisher", "auditor")
# Whoever sees an account, or manages all, reports incidents; the one at home is the manager's, reported by the author.
REPORTS = SEES | MANAGES
ABOVE = who("department_head")
NOTES_INCIDENT = who("author", "manager", "custodian", "department_head")


@dataclass(frozen=True, slots=True)
class Row:
    """One address with one set of arguments; `case` names a POST that chooses among several steps.

    Where a form starts long work, only those of `tried` send it; everybody else is still refused.
    """

    name: str
    args: str = ""
    get: Roles | None = None
    post: Roles | None = None
    knows: Roles = ALL
    far: Roles | None = None
    data: Mapping[str, Any] = field(default_factory=dict)
    case: str = ""
    open: bool = False
    tried: Roles | None = None

    @property
    def title(self) -> str:
        """How pytest names it."""
        return f"{self.name}-{self.case or self.args or 'page'}"


def mine(name: str, args: str, **rest: Any) -> Row:
    """A record of an account: unknown to whoever may not see the account, and so is its sister far away."""
    return Row(name, args, knows=SEES, far=FAR, **rest)


def managed(name: str, args: str, **rest: Any) -> Row:
    """The page of an account itself: known to whoever manages all accounts as well, at home and far away."""
    return Row(name, args, knows=SEES | MANAGES, far=FAR | MANAGES, **rest)


def unsent(name: str, args: str, **rest: Any) -> Row:
    """A report that is being written: unknown to all but those who write reports and who read everything."""
    return Row(name, args, knows=ARCHIVE, far=FAR, **rest)


def unit(name: str, args: str, **rest: Any) -> Row:
    """A ticket: known to the department that it came to as well."""
    return Row(name, args, knows=UNIT, far=FAR, **rest)


def login(name: str, args: str, **rest: Any) -> Row:
    """A login in custody: unknown to whoever neither keeps nor shares it, nor manages its account."""
    return Row(name, args, knows=KEEPS, far=FAR, **rest)


def figures(name: str, args: str, **rest: Any) -> Row:
    """Figures: unknown to whoever may not see those of the account."""
    return Row(name, args, knows=FIGURES, far=FAR, **rest)


def asked(name: str, args: str, **rest: Any) -> Row:
    """A request: unknown to all but who asked, who decides, and who reads everything."""
    return Row(name, args, knows=ASKED, far=FAR, **rest)


def own(name: str, args: str, **rest: Any) -> Row:
    """A person's own word: unknown to all but the person, those above, and who keeps or reads people."""
    return Row(name, args, knows=PEOPLE, far=who("admin", "auditor"), **rest)


def away(name: str, args: str, **rest: Any) -> Row:
    """A leave: unknown to all but the person, the deputy, those above, and who keeps or reads people."""
    return Row(name, args, knows=AWAY, far=who("admin", "auditor"), **rest)


def reviewed(name: str, args: str, **rest: Any) -> Row:
    """A review of rights: unknown to all but who decides in it, manages the account, or keeps or reads people."""
    return Row(name, args, knows=REVIEWS_RIGHTS, far=who("admin", "auditor"), **rest)


def found(name: str, args: str, **rest: Any) -> Row:
    """A right that was found: unknown to all but who manages its account, or keeps or reads people."""
    return Row(name, args, knows=FINDS_RIGHTS, far=who("admin", "auditor"), **rest)


def left(name: str, args: str, **rest: Any) -> Row:
    """A leaving: unknown to all but those who took something over, and who keeps or reads people."""
    return Row(name, args, knows=LEFT_BEHIND, far=who("admin", "auditor"), **rest)

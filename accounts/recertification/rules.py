"""The facts of the review of rights as rows: when, how long, what is unused, what conflicts (R-013, O-3.3.3). Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from governance.public import ROLES, Sentence

KIND, LINE_KIND = "recertification_round", "recertification_line"
PURPOSE = "recertification"
# The rule books say how many days lie between two reviews.
INTERVAL = "recertification.interval"
# Working calendar of the company's seat, for the round of roles that hang on no account.
CALENDAR = "CN"
# A round opens so long before the interval is over, and lasts so long: it is closed in time, with days to spare.
OPEN_AHEAD = timedelta(days=21)
TIME_TO_DECIDE = timedelta(days=14)
# Whoever still has lines is reminded when so much is left; the ladder of the deadline tells its one owner.
REMIND_BEFORE = timedelta(days=3)
# States of an account in which its rights are reviewed.
REVIEWED = ("active", "suspended")

MANAGE = "accounts.manage"
MANAGE_PEOPLE = "governance.manage_people"
# The last person with such a right keeps it until somebody else has it: on that account, or in the company.
IRREPLACEABLE = (MANAGE, MANAGE_PEOPLE)

# A role is unused if its work left no entry for so long. Whoever keeps it in a review spares it for the longest
# interval of the rule books; found and decided by nobody, it counts as bad after the grace.
UNUSED_AFTER = timedelta(days=90)
KEPT_FOR = timedelta(days=180)
UNUSED_GRACE = timedelta(days=30)
# How far back a page looks for the last use.
LOOK_BACK = timedelta(days=400)

# Frozen in a round at most, and shown on one page of it.
LINES_SHOWN = 100

BLOCK, WARN = "block", "warn"


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two roles that should not be in one hand on the same account.

    `block`: not given without an exception that somebody names. `warn`: given, and shown in every review.
    """

    first: str
    second: str
    severity: str
    reason: Sentence
    clause: str

    def other(self, role: str) -> str:
        """The role at the other end."""
        return self.second if role == self.first else self.first


_TWO_STAGES = _("The initial and the final review are made by two people.")
_OWN_TEXT = _("Whoever writes would be the reviewer of their own texts.")
_GIVES_RIGHTS = _("Whoever gives rights could sign, or have signed, whatever they want.")
_AUDITS = _("Whoever audits has no part in the work that is audited.")

CONFLICTS = (
    Conflict("first_reviewer", "final_reviewer", BLOCK, _TWO_STAGES, "K-4.2.2c"),
    Conflict("author", "final_reviewer", BLOCK, _OWN_TEXT, "D-3.3.1"),
    Conflict("author", "first_reviewer", WARN, _OWN_TEXT, "D-3.3.1"),
    Conflict("author", "legal", WARN, _OWN_TEXT, "D-3.3.1"),
    Conflict("author", "adviser", WARN, _OWN_TEXT, "D-3.3.1"),
    Conflict(
        "final_reviewer", "publisher", WARN, _("Whoever gives the final yes would publish it alone."), "D-6.1.3",
    ),
    Conflict(
        "agent", "supervisor", WARN, _("Complaints about an agent's answers would be judged by that agent."),
        "D-2.3.1",
    ),
    Conflict("analyst", "manager", WARN, _("Whoever writes the reports would acknowledge them."), "D-2.3.1"),
    Conflict("analyst", "executive", WARN, _("Whoever writes the reports would acknowledge them."), "D-2.3.1"),
    Conflict(
        "admin", "custodian", BLOCK, _("Whoever gives rights would hold the logins as well."), "D-2.2.1a",
    ),
    *(
        Conflict("admin", signing, BLOCK, _GIVES_RIGHTS, "O-3.3.1")
        for signing in ("first_reviewer", "final_reviewer", "legal", "executive", "adviser")
    ),
    *(Conflict("auditor", role.code, BLOCK, _AUDITS, "O-3.3.1") for role in ROLES if role.code != "auditor"),
)  # fmt: skip


def conflicts_between(role: str, others: frozenset[str] | set[str]) -> list[Conflict]:
    """The rows in which this role meets one of the others, the blocking ones first."""
    found = [row for row in CONFLICTS if role in (row.first, row.second) and row.other(role) in others]
    return sorted(found, key=lambda row: row.severity != BLOCK)

"""Whom the company cannot lose before somebody else holds the same right, as rows (R-012, R-013). Pure."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.people.rules import MANAGE_PEOPLE

KIND = "departure"
MANAGE = MANAGE_PEOPLE
NOTE_LIMIT = 500
# People offered for what everybody may take: superiors, the head, colleagues of the department.
OFFERED = 100
# What the record of a leave-taking calls a role that ended with it.
ROLE = "role"

# Lines whose successor becomes head or superior: nobody names themselves there.
NAMES = {"report": "superior", "department": "head"}


@dataclass(frozen=True, slots=True)
class LastHolder:
    """A right that somebody must hold at every moment: in the company, or on each account that is not closed."""

    right: str
    on_account: bool = False


LAST_HOLDERS = (
    LastHolder("governance.manage_people"),
    LastHolder("governance.operate"),
    LastHolder("governance.manage_accounts"),
    LastHolder("governance.manage_policies"),
    LastHolder("governance.approve_plans"),
    LastHolder("governance.approve_remedies"),
    LastHolder("governance.sign_legal"),
    LastHolder("accounts.manage", on_account=True),
    LastHolder("accounts.review_first", on_account=True),
    LastHolder("accounts.review_final", on_account=True),
)

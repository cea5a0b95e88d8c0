"""The last person who manages an account, or people: their right is not taken before somebody else has it (R-013)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from accounts.recertification.rules import IRREPLACEABLE, MANAGE
from governance.public import ROLES_BY_CODE, Grant, last_held

LAST = _("%(name)s is the last one with this right. Give it to somebody else first; until then it cannot be taken.")


def is_last(grant: Grant) -> bool:
    """Whether nobody else would manage the account, or people, without this grant.

    Asked inside the transaction that would take it: it holds the lock of `last_held`. A closed login manages nothing
    any more, and can always lose its rights.
    """
    role = ROLES_BY_CODE.get(grant.role)
    if role is None or not grant.person.is_active:
        return False
    brought = {f"governance.{right}" for right in role.company}
    if grant.account_id is not None:
        brought |= {f"accounts.{right}" for right in role.account}
    rights = [(right, grant.account_id if right == MANAGE else None) for right in IRREPLACEABLE if right in brought]
    return bool(rights) and last_held(grant.person, rights) is not None

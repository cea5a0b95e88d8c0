"""The last person who manages an account, or people: their right is not taken before somebody else has it (R-013)."""

from __future__ import annotations

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.recertification.rules import IRREPLACEABLE, MANAGE
from governance.public import ROLES_BY_CODE, Grant, holder_ids

LAST = _("%(name)s is the last one with this right. Give it to somebody else first; until then it cannot be taken.")


def is_last(grant: Grant) -> bool:
    """Whether nobody else would manage the account, or people, without this grant.

    Asked inside the transaction that would take it: two who take the last two at once wait for one another at the
    row of the role. A closed login manages nothing any more, and can always lose its rights.
    """
    role = ROLES_BY_CODE.get(grant.role)
    if role is None or not grant.person.is_active:
        return False
    brought = {f"governance.{right}" for right in role.company}
    if grant.account_id is not None:
        brought |= {f"accounts.{right}" for right in role.account}
    rights = [right for right in IRREPLACEABLE if right in brought]
    if rights:
        list(Group.objects.select_for_update(no_key=True).filter(name=grant.role))
    return any(
        set(holder_ids(right, grant.account_id if right == MANAGE else None)) <= {grant.person_id} for right in rights
    )

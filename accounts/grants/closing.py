"""What closing an account does to the roles on it: all end, but those that care for logins which are kept."""

from __future__ import annotations

from accounts.grants.reading import rights_left, roles_on_account
from accounts.people.models import User
from accounts.platforms.closing import Closing
from governance.public import revoke_role

CARE_OF_LOGINS = ("custodian", "manager")


def end_roles(closing: Closing) -> int:
    """Take every role on the account from whoever holds it; returns how many."""
    held = roles_on_account(closing.account)
    people = User.objects.in_bulk({person for person, _role in held})
    taken, caring = 0, set()
    for person, role in held:
        if closing.keep_logins and role in CARE_OF_LOGINS:
            caring.add(person)
            continue
        revoke_role(people[person], role, accounts=[closing.account], actor=None, at=closing.at)
        taken += 1
    rights_left(closing.account).exclude(user_id__in=caring).delete()
    return taken

"""What closing an account does to the roles on it: all end, but those that care for logins which are kept."""

from __future__ import annotations

from guardian.models import UserObjectPermission

from accounts.platforms.closing import Closing
from governance.public import CLOSED, Grant, revoke_role

CARE_OF_LOGINS = ("custodian", "manager")


def end_roles(closing: Closing) -> int:
    """Take every role on the account from whoever holds it; returns how many."""
    held = Grant.objects.current().filter(account=closing.account).select_related("person").order_by("pk")
    taken, caring = 0, set()
    for grant in held:
        if closing.keep_logins and grant.role in CARE_OF_LOGINS:
            caring.add(grant.person_id)
            continue
        revoke_role(
            grant.person, grant.role, accounts=[closing.account], actor=None, because=CLOSED, at=closing.at
        )  # fmt: skip
        taken += 1
    # Rights from before the register was kept have no row of it.
    left = UserObjectPermission.objects.filter(
        object_pk=str(closing.account.pk), content_type__app_label="accounts", content_type__model="platformaccount"
    )
    left.exclude(user_id__in=caring).delete()
    return taken

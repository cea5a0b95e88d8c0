"""Which rights a person holds on which account, and who holds rights on one account."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from guardian.models import UserObjectPermission

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import ACCOUNT_PERMISSIONS
from governance.public import ROLES, Sentence

_ORDER = [code for code, _name in ACCOUNT_PERMISSIONS]
_NAMES = dict(ACCOUNT_PERMISSIONS)


def role_names(codes: Iterable[str]) -> list[Sentence]:
    """The names of roles in the order of the table of roles."""
    held = set(codes)
    return [role.label for role in ROLES if role.code in held]


def rights_by_account(person: User) -> list[tuple[PlatformAccount, list[object]]]:
    """Each account on which `person` holds rights, with their names; two statements."""
    held: dict[int, set[str]] = defaultdict(set)
    rows = UserObjectPermission.objects.filter(
        user=person, content_type__app_label="accounts", content_type__model="platformaccount"
    )
    for object_pk, codename in rows.values_list("object_pk", "permission__codename"):
        held[int(object_pk)].add(codename)
    accounts = PlatformAccount.objects.filter(pk__in=held)
    return [(account, [_NAMES[code] for code in _ORDER if code in held[account.pk]]) for account in accounts]


def rights_on_account(account: PlatformAccount) -> list[tuple[object, list[User]]]:
    """Each right on `account`, with the active people who hold it on this account; two statements."""
    held: dict[str, set[int]] = defaultdict(set)
    rows = UserObjectPermission.objects.filter(
        object_pk=str(account.pk),
        content_type__app_label="accounts",
        content_type__model="platformaccount",
        user__is_active=True,
    )
    for codename, user_id in rows.values_list("permission__codename", "user_id"):
        held[codename].add(user_id)
    people = User.objects.in_bulk({user_id for ids in held.values() for user_id in ids})
    return [
        (name, sorted((people[pk] for pk in held[code]), key=lambda user: user.username))
        for code, name in ACCOUNT_PERMISSIONS
        if code in held
    ]

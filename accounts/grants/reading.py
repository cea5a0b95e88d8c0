"""The roles of one person for a page, and what each role brings."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from guardian.models import UserObjectPermission

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import ACCOUNT_PERMISSIONS
from governance.public import ROLES, LedgerEntry, Role, Sentence, label_of, roles_held

_ON_ACCOUNT = dict(ACCOUNT_PERMISSIONS)


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role with the accounts on which it is held; `company` where it is held for the company."""

    role: Role
    company: bool
    accounts: list[PlatformAccount]


def held_roles(person: User) -> list[HeldRole]:
    """The roles of `person` in the order of the table of roles; three statements."""
    held = roles_held(person)
    accounts = PlatformAccount.objects.in_bulk({pk for places in held.values() for pk in places if pk is not None})
    return [
        HeldRole(
            role,
            None in held[role.code],
            sorted((accounts[pk] for pk in held[role.code] if pk in accounts), key=lambda account: account.handle),
        )
        for role in ROLES
        if role.code in held
    ]


def what_roles_bring() -> list[tuple[Sentence, list[Sentence], list[Sentence]]]:
    """Each role with its rights in the company, and those on an account that it is given for."""
    return [
        (
            role.label,
            [label_of(f"governance.{code}") for code in role.company],
            [_ON_ACCOUNT[code] for code in role.account],
        )
        for role in ROLES
    ]


def roles_on_account(account: PlatformAccount) -> list[tuple[int, str]]:
    """Who holds which role on the account, as the ledger tells it: id of the person and code of the role."""
    held: dict[tuple[int, str], bool] = {}
    entries = LedgerEntry.objects.filter(
        kind="user", account_id=account.pk, event__in=("role.granted", "role.revoked")
    ).order_by("pk")
    for person, role, event in entries.values_list("object_id", "payload__role", "event"):
        held[person, role] = event == "role.granted"
    return sorted(key for key, holds in held.items() if holds)


def rights_left(account: PlatformAccount) -> QuerySet[UserObjectPermission]:
    """The rights of people on one account, whatever brought them."""
    rows = UserObjectPermission.objects.filter(
        object_pk=str(account.pk), content_type__app_label="accounts", content_type__model="platformaccount"
    )
    return rows

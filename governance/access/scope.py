"""What one person may do, loaded once: two statements for all rights on all accounts.

The scope hangs on the user instance, and every request has a user instance of its own: what is taken
away is gone at that person's next request (reliability: revocation at once).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db.models import Q

from governance.access.rules import READING, VIEW_ACCOUNT

if TYPE_CHECKING:
    from accounts.models import User

_ATTRIBUTE = "_access_scope"


class AccessScope:
    """The rights of one person: company-wide, and by account."""

    __slots__ = ("all_accounts", "answers", "by_right", "company", "is_superuser")

    def __init__(self, user: User) -> None:
        self.is_superuser: bool = user.is_superuser
        # What `can()` found, by right and account.
        self.answers: dict[tuple[str, int | None], Any] = {}
        self.company = _company_rights(user)
        self.by_right = _account_rights(user)
        self.all_accounts: frozenset[int] | None = None

    def has_company(self, permission: str) -> bool:
        return (
            self.is_superuser
            or permission in self.company
            or (permission in READING and "governance.read_everything" in self.company)
        )

    def has(self, permission: str, account_id: int | None) -> bool:
        """The right on that account, whether held for the account or company-wide."""
        if self.has_company(permission):
            return True
        return account_id is not None and account_id in self.by_right.get(permission, ())

    def accounts(self, permission: str) -> frozenset[int]:
        if self.has_company(permission):
            if self.all_accounts is None:
                model = apps.get_model("accounts", "PlatformAccount")
                self.all_accounts = frozenset(model.objects.values_list("pk", flat=True))
            return self.all_accounts
        return self.by_right.get(permission, frozenset())


def _company_rights(user: User) -> frozenset[str]:
    """Model-wide rights of the user and of the user's groups, as "app.codename"."""
    rows = Permission.objects.filter(Q(user=user) | Q(group__user=user)).values_list(
        "content_type__app_label", "codename"
    )
    return frozenset(f"{label}.{codename}" for label, codename in rows)


def _account_rights(user: User) -> dict[str, frozenset[int]]:
    """Object rights on platform accounts, from guardian's own tables, users' and groups' alike."""
    user_rights = apps.get_model("guardian", "UserObjectPermission")
    group_rights = apps.get_model("guardian", "GroupObjectPermission")
    on_accounts = Q(content_type__app_label="accounts", content_type__model="platformaccount")
    columns = ("permission__codename", "object_pk")
    rows = (
        user_rights.objects.filter(on_accounts, user=user)
        .values_list(*columns)
        .union(group_rights.objects.filter(on_accounts, group__user=user).values_list(*columns))
    )
    found: dict[str, set[int]] = defaultdict(set)
    for codename, object_pk in rows:
        found[f"accounts.{codename}"].add(int(object_pk))
        found[VIEW_ACCOUNT].add(int(object_pk))
    return {right: frozenset(ids) for right, ids in found.items()}


def scope_of(user: User) -> AccessScope:
    """The scope of this user instance, loaded at first use."""
    scope: AccessScope | None = getattr(user, _ATTRIBUTE, None)
    if scope is None:
        scope = AccessScope(user)
        setattr(user, _ATTRIBUTE, scope)
    return scope


def forget_scope(user: User) -> None:
    """Load anew at next use: called where rights of this very instance change."""
    if hasattr(user, _ATTRIBUTE):
        delattr(user, _ATTRIBUTE)

"""What one person may do, loaded once: one statement for all rights on all accounts.

The scope hangs on the user instance, and every request has a user instance of its own: what is taken
away is gone at that person's next request (reliability: revocation at once).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from governance.access.rules import READING, VIEW_ACCOUNT

if TYPE_CHECKING:
    from accounts.models import User

_ATTRIBUTE = "_access_scope"


# Model-wide rights of the user and of the user's groups, then object rights on platform accounts from guardian's own
# tables, users' and groups' alike. Every page asks it: written out, it costs a quarter of what the ORM's words do.
_RIGHTS = """
SELECT t.app_label, p.codename, CAST(NULL AS varchar(255)) FROM auth_permission p
JOIN django_content_type t ON t.id = p.content_type_id
WHERE p.id IN (SELECT permission_id FROM accounts_user_user_permissions WHERE user_id = %(user)s)
  OR p.id IN (SELECT g.permission_id FROM accounts_user_groups m
              JOIN auth_group_permissions g ON g.group_id = m.group_id WHERE m.user_id = %(user)s)
UNION ALL
SELECT t.app_label, p.codename, r.object_pk FROM guardian_userobjectpermission r
JOIN auth_permission p ON p.id = r.permission_id JOIN django_content_type t ON t.id = r.content_type_id
WHERE r.user_id = %(user)s AND t.app_label = 'accounts' AND t.model = 'platformaccount'
UNION ALL
SELECT t.app_label, p.codename, r.object_pk FROM accounts_user_groups m
JOIN guardian_groupobjectpermission r ON r.group_id = m.group_id
JOIN auth_permission p ON p.id = r.permission_id JOIN django_content_type t ON t.id = r.content_type_id
WHERE m.user_id = %(user)s AND t.app_label = 'accounts' AND t.model = 'platformaccount'
"""


class AccessScope:
    """The rights of one person: company-wide, and by account."""

    __slots__ = ("all_accounts", "answers", "by_right", "company", "is_superuser")

    def __init__(self, user: User) -> None:
        self.is_superuser: bool = user.is_superuser
        # What `can()` found, by right and account.
        self.answers: dict[tuple[str, int | None], Any] = {}
        self.company, self.by_right = _rights(user.pk)
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


def _rights(user_id: int | None) -> tuple[frozenset[str], dict[str, frozenset[int]]]:
    """Company-wide rights as "app.codename", and for each right on accounts the ids of the accounts."""
    company: set[str] = set()
    found: dict[str, set[int]] = defaultdict(set)
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"user": user_id})
        for label, codename, object_pk in cursor.fetchall():
            if object_pk is None:
                company.add(f"{label}.{codename}")
            else:
                found[f"{label}.{codename}"].add(int(object_pk))
                found[VIEW_ACCOUNT].add(int(object_pk))
    return frozenset(company), {right: frozenset(ids) for right, ids in found.items()}


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

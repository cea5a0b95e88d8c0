"""What one person may do, loaded once: one statement for all rights on all accounts.

The scope hangs on the user instance, and every request has a user instance of its own: what is taken
away is gone at that person's next request (reliability: revocation at once).
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import connection

from governance.access.models import Grant
from governance.access.moment import access_moment
from governance.access.rules import READING, ROLES_BY_CODE, VIEW_ACCOUNT, WORK

if TYPE_CHECKING:
    from accounts.models import User

_ATTRIBUTE = "_access_scope"


# Marks the rows of grants past their end. No app has this label.
LAPSED = "-"
# Model-wide rights of the user and of the user's groups, then object rights on platform accounts from guardian's own
# tables, users' and groups' alike, then the grants whose end has passed and that no sweep has ended yet. Every page
# asks it: written out, it costs a quarter of what the ORM's words do.
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
UNION ALL
SELECT '-', g.role, CAST(g.account_id AS varchar(255)) FROM governance_grant g
WHERE g.person_id = %(user)s AND g.ended_at IS NULL AND g.expires_at <= %(now)s
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
            (self.is_superuser and permission not in WORK)
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
    lapsed: list[tuple[str, int | None]] = []
    now = connection.ops.adapt_datetimefield_value(access_moment())
    with connection.cursor() as cursor:
        cursor.execute(_RIGHTS, {"user": user_id, "now": now})
        for label, codename, object_pk in cursor.fetchall():
            if label == LAPSED:
                lapsed.append((codename, None if object_pk is None else int(object_pk)))
            elif object_pk is None:
                company.add(f"{label}.{codename}")
            else:
                found[f"{label}.{codename}"].add(int(object_pk))
    if lapsed:
        _take_out(user_id, lapsed, company, found)
    found[VIEW_ACCOUNT] = {pk for ids in found.values() for pk in ids}
    return frozenset(company), {right: frozenset(ids) for right, ids in found.items() if ids}


def _take_out(
    user_id: int | None, lapsed: list[tuple[str, int | None]], company: set[str], found: dict[str, set[int]]
) -> None:
    """Take out what lapsed grants brought and no other role brings: an end holds at its moment, sweep or none."""
    over = set(lapsed)
    current = Grant.objects.current().filter(person_id=user_id).values_list("role", "account_id")
    held = [(role, place) for role, place in current if (role, place) not in over and role in ROLES_BY_CODE]
    groups = apps.get_model("auth", "Group").objects.filter(user=user_id).values_list("name", flat=True)
    # A role that was given before the register was kept stands in the group alone.
    kept = {role for role, _place in held} | (set(groups) - {role for role, _place in over})
    own = apps.get_model("auth", "Permission").objects.filter(user=user_id, content_type__app_label="governance")
    stays = set(own.values_list("codename", flat=True))
    stays.update(code for role in kept if role in ROLES_BY_CODE for code in ROLES_BY_CODE[role].company)
    for role, place in over:
        row = ROLES_BY_CODE.get(role)
        if row is None:
            continue
        company.difference_update({f"governance.{code}" for code in row.company if code not in stays})
        there = {right for other, where in held if where == place for right in ROLES_BY_CODE[other].rights}
        for right in row.rights if place is not None else ():
            if right not in there:
                found[f"accounts.{right}"].discard(place)


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

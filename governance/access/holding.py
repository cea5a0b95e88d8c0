"""Who holds a right, company-wide or on accounts: whom notices go to and who is asked (R-001, R-012).

A role past its end gives nothing from that moment, sweep or none: the rows that it brought do not count.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection
from django.db.models import BigIntegerField, CharField, Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Cast

from governance.access.models import Grant
from governance.access.moment import access_moment
from governance.access.rules import HELD_WITH, ROLES

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User


def holders(permission: str, account_id: int | None = None) -> QuerySet[User]:
    """Active people who hold the right company-wide or on that account (superusers are not counted in)."""
    app_label, codename = HELD_WITH.get(permission, permission).split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    model = apps.get_model("accounts", "User")
    members = model.groups.through.objects.filter(group__permissions__in=right).exclude(_lapsed(role="group__name"))
    who = Q(pk__in=members.values("user_id")) | Q(user_permissions__in=right)
    if account_id is not None:
        on_account = {"permission__in": right, "object_pk": str(account_id)}
        users = apps.get_model("guardian", "UserObjectPermission").objects.filter(**on_account)
        groups = apps.get_model("guardian", "GroupObjectPermission").objects.filter(**on_account)
        who |= Q(pk__in=_in_force(users, [codename]).values("user_id")) | Q(groups__in=groups.values("group_id"))
    return model.objects.filter(pk__in=model.objects.filter(who).values("pk"), is_active=True).order_by("pk")


# A right and a role that do not exist.
NONE = "('', '')"
_ALONE = """
WITH held AS (
  SELECT p.codename, r.object_pk, r.user_id, 1 AS given FROM guardian_userobjectpermission r
  JOIN auth_permission p ON p.id = r.permission_id JOIN django_content_type t ON t.id = r.content_type_id
  WHERE t.app_label = 'accounts' AND t.model = 'platformaccount' AND p.codename IN ({rights})
  UNION
  SELECT p.codename, r.object_pk, m.user_id, 0 AS given FROM accounts_user_groups m
  JOIN guardian_groupobjectpermission r ON r.group_id = m.group_id
  JOIN auth_permission p ON p.id = r.permission_id JOIN django_content_type t ON t.id = r.content_type_id
  WHERE t.app_label = 'accounts' AND t.model = 'platformaccount' AND p.codename IN ({rights}))
SELECT h.codename, h.object_pk FROM held h JOIN accounts_user u ON u.id = h.user_id
WHERE u.is_active AND h.object_pk IN (SELECT object_pk FROM held WHERE user_id = %(user)s)
  AND (h.given = 0 OR NOT ({over}))
GROUP BY h.codename, h.object_pk HAVING COUNT(DISTINCT h.user_id) = 1 AND MAX(h.user_id) = %(user)s
"""


def held_alone(user: User, permissions: Sequence[str]) -> list[tuple[str, int]]:
    """The accounts on which nobody else holds one of these rights by grant, as (right, account id); one statement.

    In the order of `permissions`. Only rights in force count, as with `holders`. Whoever holds a right everywhere is
    not counted in.
    """
    codenames = [permission.removeprefix("accounts.") for permission in permissions]
    brought = ", ".join(f"('{codename}', '{role}')" for codename in codenames for role in roles_with(codename))
    there = "o.person_id = h.user_id AND CAST(o.account_id AS varchar(255)) = h.object_pk"
    over = _over(f"{there} AND (h.codename, o.role) IN (VALUES {brought or NONE})")
    rights = {f"right_{number}": codename for number, codename in enumerate(codenames)}
    statement = _ALONE.format(rights=", ".join(f"%({name})s" for name in rights), over=over)
    with connection.cursor() as cursor:
        cursor.execute(statement, {**rights, "user": user.pk, "now": _now()})
        found = [(f"accounts.{codename}", int(object_pk)) for codename, object_pk in cursor.fetchall()]
    return sorted(found, key=lambda row: (permissions.index(row[0]), row[1]))


def holders_on(permissions: Collection[str], accounts: QuerySet[PlatformAccount]) -> QuerySet[User]:
    """Active people who hold one of these rights (of the accounts floor) on one of these accounts, by grant.

    Whoever holds everything company-wide is not counted in.
    """
    codenames = [HELD_WITH.get(permission, permission).removeprefix("accounts.") for permission in permissions]
    granted = {
        "permission__content_type__app_label": "accounts", "permission__codename__in": codenames,
        "object_pk__in": accounts.order_by().annotate(_key=Cast("pk", CharField())).values("_key"),
    }  # fmt: skip
    users = apps.get_model("guardian", "UserObjectPermission").objects.filter(**granted)
    groups = apps.get_model("guardian", "GroupObjectPermission").objects.filter(**granted)
    who = Q(pk__in=_in_force(users, codenames).values("user_id")) | Q(groups__in=groups.values("group_id"))
    model = apps.get_model("accounts", "User")
    return model.objects.filter(pk__in=model.objects.filter(who).values("pk"), is_active=True).order_by("pk")


def holders_by_account(permission: str) -> tuple[frozenset[int], frozenset[tuple[int, int]]]:
    """Who holds a right of the accounts floor everywhere, and all pairs of account and person who hold it by grant.

    The ids of active people, as `holders` finds them; three statements for all accounts together.
    """
    codename = HELD_WITH.get(permission, permission).removeprefix("accounts.")
    granted = {
        "permission__content_type__app_label": "accounts", "permission__content_type__model": "platformaccount",
        "permission__codename": codename,
    }  # fmt: skip
    users = apps.get_model("guardian", "UserObjectPermission").objects.filter(**granted, user__is_active=True)
    groups = apps.get_model("guardian", "GroupObjectPermission").objects.filter(**granted, group__user__is_active=True)
    found = {
        *_in_force(users, [codename]).values_list("object_pk", "user_id"),
        *groups.values_list("object_pk", "group__user"),
    }
    return frozenset(holder_ids(permission)), frozenset((int(place), person) for place, person in found)


def _lapsed(**place: Any) -> Q:
    """Of rows with a `user_id`: what they say was brought by a role past its end, and by none in force."""
    now = access_moment()
    if "role" in place:
        place["role"] = OuterRef(place["role"])
    mine = Grant.objects.filter(person=OuterRef("user_id"), **place)
    in_force = mine.current().filter(Q(expires_at=None) | Q(expires_at__gt=now))
    return Q(Exists(mine.lapsed(now)) & ~Exists(in_force))


def _in_force(rows: QuerySet[Any], codenames: Collection[str]) -> QuerySet[Any]:
    """Of rights of people on accounts, those that no role past its end alone brought."""
    rows = rows.annotate(_account=Cast("object_pk", BigIntegerField()))
    for codename in codenames:
        over = _lapsed(account_id=OuterRef("_account"), role__in=roles_with(codename))
        rows = rows.exclude(Q(permission__codename=codename) & over)
    return rows


@cache
def roles_with(codename: str) -> tuple[str, ...]:
    """The roles that bring this right on an account."""
    return tuple(role.code for role in ROLES if codename in role.rights)


_OVER = """
EXISTS (SELECT 1 FROM governance_grant o WHERE {place} AND o.ended_at IS NULL AND o.expires_at <= %(now)s)
AND NOT EXISTS (SELECT 1 FROM governance_grant o WHERE {place} AND o.ended_at IS NULL
                AND (o.expires_at IS NULL OR o.expires_at > %(now)s))
"""


def _over(place: str) -> str:
    """`_lapsed` as SQL: a role past its end brought it at this place of grants `o`, and none in force does."""
    return _OVER.format(place=place)


def _now() -> Any:
    """The moment for `_over`."""
    return connection.ops.adapt_datetimefield_value(access_moment())


_HOLDERS = """
WITH held AS (
  SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
  WHERE t.app_label = %(app)s AND p.codename = %(right)s),
members AS (
  SELECT m.user_id, m.group_id FROM accounts_user_groups m JOIN auth_group g ON g.id = m.group_id
  WHERE NOT ({over_in_company}))
SELECT u.id FROM accounts_user u WHERE u.is_active AND (
  u.id IN (SELECT user_id FROM accounts_user_user_permissions WHERE permission_id = (SELECT id FROM held))
  OR u.id IN (SELECT m.user_id FROM members m JOIN auth_group_permissions p ON p.group_id = m.group_id
              WHERE p.permission_id = (SELECT id FROM held))
  OR u.id IN (SELECT r.user_id FROM guardian_userobjectpermission r
              WHERE r.permission_id = (SELECT id FROM held) AND r.object_pk = %(account)s
              AND NOT ({over_on_account}))
  OR u.id IN (SELECT m.user_id FROM members m JOIN guardian_groupobjectpermission p
              ON p.group_id = m.group_id WHERE p.permission_id = (SELECT id FROM held) AND p.object_pk = %(account)s))
ORDER BY u.id
"""


@cache
def _words(codename: str) -> str:
    """The statement, with the roles that bring the right: codes of our own table."""
    roles = ", ".join(f"'{code}'" for code in roles_with(codename)) or "NULL"
    return _HOLDERS.format(
        over_in_company=_over("o.person_id = m.user_id AND o.role = g.name"),
        over_on_account=_over(f"o.person_id = r.user_id AND o.role IN ({roles}) AND o.account_id = %(account_id)s"),
    )


def holder_ids(permission: str, account_id: int | None = None) -> list[int]:
    """The ids of `holders()`, in one small statement: for notices, which go out with every move."""
    app_label, codename = HELD_WITH.get(permission, permission).split(".")
    values: dict[str, Any] = {
        "app": app_label, "right": codename, "account": "" if account_id is None else str(account_id),
        "account_id": account_id or 0, "now": _now(),
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(_words(codename), values)
        return [row[0] for row in cursor.fetchall()]

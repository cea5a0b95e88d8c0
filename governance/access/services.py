"""The only door to rights: who may do what, on which account, and why not (R-001, R-012, O-3.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.access.rules import COMPANY_PERMISSIONS, ROLES, VIEW_ACCOUNT
from governance.access.scope import scope_of
from governance.refusals.exceptions import Denial, Sentence

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User


@dataclass(frozen=True, slots=True)
class Allowed:
    """Yes."""

    def __bool__(self) -> bool:
        return True


@dataclass(frozen=True, slots=True)
class Denied:
    """No, and the sentence that the page shows in place of the button; `gate` names what suspends a right held."""

    reason: Sentence
    gate: str = ""

    def __bool__(self) -> bool:
        return False


ALLOWED = Allowed()
Gate = Callable[["User", str, int | None], Denied | None]
_gates: dict[str, Gate] = {}
_LABELS = {f"governance.{code}": name for code, name in COMPANY_PERMISSIONS}


def register_gate(name: str, gate: Gate) -> None:
    """Add a gate: something that suspends rights whoever holds them (policy unsigned, leave, lapsed course)."""
    _gates[name] = gate


def label_of(permission: str) -> Sentence:
    """The name of a right in words."""
    if permission not in _LABELS:
        app_label, _codename = permission.split(".")
        for model in apps.get_app_config(app_label).get_models():
            _LABELS.update({f"{app_label}.{code}": name for code, name in model._meta.permissions})
    return _LABELS.get(permission, permission)


def can(user: User, permission: str, obj: Any = None) -> Allowed | Denied:
    """Whether `user` holds `permission` on `obj` (a platform account, or anything with `account_id`).

    Asks the company-wide right and the right on the account, then the gates. Superusers hold every
    right, and obey the gates; separation of duties is the services' to refuse.
    """
    if not user.is_active:
        return Denied(_("This login is not active. Please ask an administrator."))
    account_id = account_id_of(obj)
    answers = scope_of(user).answers
    answer = answers.get((permission, account_id))
    if answer is None:
        answer = answers[permission, account_id] = _judge(user, permission, account_id)
    return answer


def _judge(user: User, permission: str, account_id: int | None) -> Allowed | Denied:
    """The right first, then every gate; asked once per person, right and account in a request."""
    if not scope_of(user).has(permission, account_id):
        return Denied(
            format_lazy(_("This needs the right “{right}”, which you do not hold here."), right=label_of(permission))
        )
    for name, gate in _gates.items():
        denied = gate(user, permission, account_id)
        if denied is not None:
            return replace(denied, gate=name)
    return ALLOWED


_ABSENT = object()


def account_id_of(obj: Any) -> int | None:
    """The account that a record belongs to; an account itself belongs to itself."""
    account_id: Any = getattr(obj, "account_id", _ABSENT)
    if account_id is not _ABSENT:
        return account_id
    if obj is not None and obj._meta.label == "accounts.PlatformAccount":
        return int(obj.pk)
    return None


def require(user: User, permission: str, obj: Any = None) -> None:
    """Raise Denial (403 with the sentence) unless `can()` says yes."""
    answer = can(user, permission, obj)
    if isinstance(answer, Denied):
        raise Denial(answer.reason)


def accounts_for(user: User, permission: str = VIEW_ACCOUNT) -> frozenset[int]:
    """Ids of the accounts on which `user` holds `permission`; rows are filtered by them."""
    if not user.is_active:
        return frozenset()
    return scope_of(user).accounts(permission)


def holders(permission: str, account_id: int | None = None) -> QuerySet[User]:
    """Active people who hold the right company-wide or on that account (superusers are not counted in)."""
    app_label, codename = permission.split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    who = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    if account_id is not None:
        on_account = {"permission__in": right, "object_pk": str(account_id)}
        users = apps.get_model("guardian", "UserObjectPermission").objects.filter(**on_account)
        groups = apps.get_model("guardian", "GroupObjectPermission").objects.filter(**on_account)
        who |= Q(pk__in=users.values("user_id")) | Q(groups__in=groups.values("group_id"))
    model = apps.get_model("accounts", "User")
    return model.objects.filter(pk__in=model.objects.filter(who).values("pk"), is_active=True).order_by("pk")


_ALONE = """
WITH held AS (
  SELECT p.codename, r.object_pk, r.user_id FROM guardian_userobjectpermission r
  JOIN auth_permission p ON p.id = r.permission_id JOIN django_content_type t ON t.id = r.content_type_id
  WHERE t.app_label = 'accounts' AND t.model = 'platformaccount' AND p.codename IN ({marks})
  UNION
  SELECT p.codename, r.object_pk, m.user_id FROM accounts_user_groups m
  JOIN guardian_groupobjectpermission r ON r.group_id = m.group_id
  JOIN auth_permission p ON p.id = r.permission_id JOIN django_content_type t ON t.id = r.content_type_id
  WHERE t.app_label = 'accounts' AND t.model = 'platformaccount' AND p.codename IN ({marks}))
SELECT h.codename, h.object_pk FROM held h JOIN accounts_user u ON u.id = h.user_id
WHERE u.is_active AND h.object_pk IN (SELECT object_pk FROM held WHERE user_id = %s)
GROUP BY h.codename, h.object_pk HAVING COUNT(*) = 1 AND MAX(h.user_id) = %s
"""


def held_alone(user: User, permissions: Sequence[str]) -> list[tuple[str, int]]:
    """The accounts on which nobody else holds one of these rights by grant, as (right, account id); one statement.

    In the order of `permissions`. Whoever holds a right everywhere is not counted in.
    """
    codenames = [permission.removeprefix("accounts.") for permission in permissions]
    statement = _ALONE.format(marks=", ".join(["%s"] * len(codenames)))
    with connection.cursor() as cursor:
        cursor.execute(statement, [*codenames, *codenames, user.pk, user.pk])
        found = [(f"accounts.{codename}", int(object_pk)) for codename, object_pk in cursor.fetchall()]
    return sorted(found, key=lambda row: (permissions.index(row[0]), row[1]))


def holders_on(permissions: Collection[str], accounts: QuerySet[PlatformAccount]) -> QuerySet[User]:
    """Active people who hold one of these rights (of the accounts floor) on one of these accounts, by grant.

    Whoever holds everything company-wide is not counted in.
    """
    codenames = [permission.removeprefix("accounts.") for permission in permissions]
    granted = {
        "permission__content_type__app_label": "accounts", "permission__codename__in": codenames,
        "object_pk__in": accounts.order_by().annotate(_key=Cast("pk", CharField())).values("_key"),
    }  # fmt: skip
    users = apps.get_model("guardian", "UserObjectPermission").objects.filter(**granted)
    groups = apps.get_model("guardian", "GroupObjectPermission").objects.filter(**granted)
    who = Q(pk__in=users.values("user_id")) | Q(groups__in=groups.values("group_id"))
    model = apps.get_model("accounts", "User")
    return model.objects.filter(pk__in=model.objects.filter(who).values("pk"), is_active=True).order_by("pk")


_HOLDERS = """
WITH held AS (
  SELECT p.id FROM auth_permission p JOIN django_content_type t ON t.id = p.content_type_id
  WHERE t.app_label = %(app)s AND p.codename = %(right)s)
SELECT u.id FROM accounts_user u WHERE u.is_active AND (
  u.id IN (SELECT user_id FROM accounts_user_user_permissions WHERE permission_id = (SELECT id FROM held))
  OR u.id IN (SELECT m.user_id FROM accounts_user_groups m JOIN auth_group_permissions p ON p.group_id = m.group_id
              WHERE p.permission_id = (SELECT id FROM held))
  OR u.id IN (SELECT user_id FROM guardian_userobjectpermission
              WHERE permission_id = (SELECT id FROM held) AND object_pk = %(account)s)
  OR u.id IN (SELECT m.user_id FROM accounts_user_groups m JOIN guardian_groupobjectpermission p
              ON p.group_id = m.group_id WHERE p.permission_id = (SELECT id FROM held) AND p.object_pk = %(account)s))
ORDER BY u.id
"""


def holder_ids(permission: str, account_id: int | None = None) -> list[int]:
    """The ids of `holders()`, in one small statement: for notices, which go out with every move."""
    app_label, codename = permission.split(".")
    account = "" if account_id is None else str(account_id)
    with connection.cursor() as cursor:
        cursor.execute(_HOLDERS, {"app": app_label, "right": codename, "account": account})
        return [row[0] for row in cursor.fetchall()]


@transaction.atomic
def seed_roles() -> None:
    """Create the groups of `ROLES` with their company-wide rights; may run again."""
    rights = {
        permission.codename: permission
        for permission in Permission.objects.filter(content_type__app_label="governance")
    }
    for role in ROLES:
        group, _created = Group.objects.get_or_create(name=role.code)
        group.permissions.set([rights[code] for code in role.company])

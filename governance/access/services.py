"""The only door to rights: who may do what, on which account, and why not (R-001, R-012, O-3.3.1)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import connection, transaction
from django.db.models import CharField, Q, QuerySet
from django.db.models.functions import Cast
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.access.rules import COMPANY_PERMISSIONS, HELD_WITH, HELD_WITH_LABELS, ROLES, VIEW_ACCOUNT
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
_LABELS = {f"governance.{code}": name for code, name in COMPANY_PERMISSIONS} | HELD_WITH_LABELS


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
    if not scope_of(user).has(HELD_WITH.get(permission, permission), account_id):
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
    return scope_of(user).accounts(HELD_WITH.get(permission, permission))


def holders(permission: str, account_id: int | None = None) -> QuerySet[User]:
    """Active people who hold the right company-wide or on that account (superusers are not counted in)."""
    app_label, codename = HELD_WITH.get(permission, permission).split(".")
    right = Permission.objects.filter(content_type__app_label=app_label, codename=codename)
    who = Q(groups__permissions__in=right) | Q(user_permissions__in=right)
    if account_id is not None:
        on_account = {"permission__in": right, "object_pk": str(account_id)}
        users = apps.get_model("guardian", "UserObjectPermission").objects.filter(**on_account)
        groups = apps.get_model("guardian", "GroupObjectPermission").objects.filter(**on_account)
        who |= Q(pk__in=users.values("user_id")) | Q(groups__in=groups.values("group_id"))
    model = apps.get_model("accounts", "User")
    return model.objects.filter(pk__in=model.objects.filter(who).values("pk"), is_active=True).order_by("pk")


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
    app_label, codename = HELD_WITH.get(permission, permission).split(".")
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

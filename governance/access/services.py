"""The only door to rights: who may do what, on which account, and why not (R-001, R-012, O-3.3.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.access.rules import COMPANY_PERMISSIONS, HELD_WITH, HELD_WITH_LABELS, ROLES, VIEW_ACCOUNT
from governance.access.scope import scope_of
from governance.refusals.exceptions import Denial, Sentence

if TYPE_CHECKING:
    from accounts.models import User


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

    Asks the company-wide right and the right on the account, then the gates. Superusers run the
    site by rank and work on no account without a role; separation of duties is the services' to refuse.
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

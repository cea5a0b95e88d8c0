"""Giving roles and taking them away, and which roles somebody holds (R-001, O-3.3.1).

Which role is held where stands in the register of grants, a row for every entry of the ledger: a group says nothing
of accounts, and a right on an account nothing of the role that brought it. All of it is written under a lock on the
person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.shortcuts import assign_perm, remove_perm

from governance.access.models import Grant
from governance.access.rules import REVOKED, ROLES_BY_CODE, Role
from governance.access.scope import forget_scope
from governance.access.services import require
from governance.ledger.services import record
from governance.refusals.exceptions import NotAllowed

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User
    from governance.approvals.models import ApprovalRequest

MANAGE_PEOPLE = "governance.manage_people"
GRANTED, TAKEN = "role.granted", "role.revoked"
OWN = _("Nobody gives roles to themselves or takes their own away. Please ask another administrator.")


def check_giver(actor: User | None, user: User) -> None:
    """Raise Denial or NotAllowed where `actor` may not give `user` roles or take them away.

    It needs the right to manage people: rights on an account alone give none there. Nobody does it for oneself,
    superusers included. `actor=None` is setup and the demo company.
    """
    if actor is None:
        return
    require(actor, MANAGE_PEOPLE)
    if actor.pk == user.pk:
        raise NotAllowed(OWN)


def roles_held(user: User) -> dict[str, set[int | None]]:
    """The roles of `user`, each with the ids of its accounts; None among them is the role for the company."""
    held: dict[str, set[int | None]] = defaultdict(set)
    for role, account_id in Grant.objects.current().filter(person=user).values_list("role", "account_id"):
        held[role].add(account_id)
    # A role that was given before the register was kept stands in the group alone.
    for role in user.groups.values_list("name", flat=True):
        if role in ROLES_BY_CODE and not held[role]:
            held[role].add(None)
    return {role: places for role, places in held.items() if places and role in ROLES_BY_CODE}


@transaction.atomic
def grant_role(
    user: User,
    role: str,
    *,
    accounts: Iterable[PlatformAccount] = (),
    actor: User | None,
    request: ApprovalRequest | None = None,
    expires_at: datetime | None = None,
    at: datetime | None = None,
) -> None:
    """Give `user` the role on each of `accounts`, without accounts for the company; a row and an entry for each.

    A role brings its company-wide rights wherever it is given. What is held already is not written again.
    `request` is the agreed request behind it (R-012). Raises for whoever may not give roles, and for oneself
    (`check_giver`).
    """
    held = _lock(user, actor).get(role, set())
    row = ROLES_BY_CODE[role]
    accounts = list(accounts)
    user.groups.add(Group.objects.get(name=role))
    for account in accounts:
        for right in rights_of(row):
            assign_perm(f"accounts.{right}", user, account)
    places: list[int | None] = [account.pk for account in accounts]
    for place in places or [None]:
        if place not in held:
            _begin(user, role, place, actor, request, expires_at, at or timezone.now())
    forget_scope(user)


@transaction.atomic
def revoke_role(
    user: User,
    role: str,
    *,
    accounts: Iterable[PlatformAccount] = (),
    actor: User | None,
    because: str = REVOKED,
    at: datetime | None = None,
) -> None:
    """Take the role on each of `accounts`, without accounts the whole role; an entry for each place.

    What another role of the person brings on the same account stays. With its last place goes the role itself and
    its company-wide rights. `because` is one of `rules.ENDINGS`. Raises for whoever may not take roles, and for
    oneself (`check_giver`).
    """
    held = _lock(user, actor)
    places: set[int | None] = {account.pk for account in accounts} or held.get(role, set())
    _take(user, role, places, held, actor, because, at or timezone.now())


@transaction.atomic
def end_grant(grant: Grant, *, actor: User | None, because: str, at: datetime | None = None) -> bool:
    """Take the role at the one place of this row of the register; whether it was still held there.

    For rooms in which something else than the right to manage people decides about a role, as the review of rights
    does (R-013): who may is theirs to ask first. Nobody ends their own. `because` is one of `rules.ENDINGS`.
    """
    if actor is not None and actor.pk == grant.person_id:
        raise NotAllowed(OWN)
    user = type(grant.person)._default_manager.select_for_update(of=("self",)).get(pk=grant.person_id)
    if not Grant.objects.current().filter(pk=grant.pk).exists():
        return False
    _take(user, grant.role, {grant.account_id}, roles_held(user), actor, because, at or timezone.now())
    return True


def _take(
    user: User, role: str, places: set[int | None], held: dict[str, set[int | None]], actor: User | None, because: str,
    at: datetime,
) -> None:  # fmt: skip
    """Under the lock on the person: rights that no other role brings, the rows, and with the last place the group."""
    left = held.get(role, set()) - places
    held[role] = left
    model = apps.get_model("accounts", "PlatformAccount")
    for account in model.objects.filter(pk__in=[place for place in places if place is not None]):
        kept = {
            right for other, where in held.items() if account.pk in where for right in rights_of(ROLES_BY_CODE[other])
        }
        for right in set(rights_of(ROLES_BY_CODE[role])) - kept:
            remove_perm(f"accounts.{right}", user, account)
    for place in sorted(places, key=lambda place: place or 0):
        _end(user, role, place, actor, because, at)
    if not left:
        user.groups.remove(Group.objects.get(name=role))
    forget_scope(user)


def rights_of(role: Role) -> tuple[str, ...]:
    """The rights that a role brings on an account it is given for: seeing it at the least."""
    return role.account or ("view_platformaccount",)


def _lock(user: User, actor: User | None) -> dict[str, set[int | None]]:
    """Hold the person's row while their roles change; the roles held now."""
    check_giver(actor, user)
    type(user)._default_manager.select_for_update(of=("self",)).get(pk=user.pk)
    return roles_held(user)


def _begin(
    user: User, role: str, account_id: int | None, actor: User | None, request: ApprovalRequest | None,
    expires_at: datetime | None, at: datetime,
) -> None:  # fmt: skip
    grant = Grant.objects.create(
        person=user, role=role, account_id=account_id, request=request, begins_at=at, begun_by=actor,
        expires_at=expires_at,
    )  # fmt: skip
    payload: dict[str, Any] = {"role": role}
    if request is not None:
        payload["request"] = request.pk
    if expires_at is not None:
        payload["expires_at"] = expires_at
    _write(GRANTED, grant, account_id, actor, payload, at)


def _end(user: User, role: str, account_id: int | None, actor: User | None, because: str, at: datetime) -> None:
    """End the row of the register; a role from before the register has none, and gets its entry all the same."""
    rows = Grant.objects.current().filter(person=user, role=role, account_id=account_id)
    grant = rows.first() or Grant(person=user, role=role, account_id=account_id)
    rows.update(ended_at=at, ended_by=actor, ended_because=because)
    payload = {"role": role} if because == REVOKED else {"role": role, "because": because}
    _write(TAKEN, grant, account_id, actor, payload, at)


def _write(
    event: str, grant: Grant, account_id: int | None, actor: User | None, payload: dict[str, Any], at: datetime
) -> None:
    record(
        event, actor=actor, kind="user", object_id=grant.person_id, account_id=account_id, payload=payload, at=at
    )  # fmt: skip

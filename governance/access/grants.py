"""Giving roles and taking them away, and which roles somebody holds (R-001, R-012, O-3.3.1).

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
from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from guardian.models import UserObjectPermission
from guardian.shortcuts import remove_perm

from governance.access.models import Grant
from governance.access.rules import EXPIRED, REPLACED, REVOKED, ROLES_BY_CODE, Role
from governance.access.scope import forget_scope
from governance.access.services import can
from governance.ledger.services import record
from governance.refusals.exceptions import Denial, NotAllowed

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User
    from governance.approvals.models import ApprovalRequest

MANAGE_PEOPLE = "governance.manage_people"
MANAGE_ACCOUNT = "accounts.manage"
GRANTED, TAKEN = "role.granted", "role.revoked"
OWN = _("Nobody gives roles to themselves or takes their own away. Please ask another administrator.")
AGREED = "agreed"
Held = dict[str, set[int | None]]


def lock_roles() -> None:
    """Hold all roles, before any person: of those who end many people's roles one is at work at a time."""
    list(Group.objects.select_for_update(no_key=True, of=("self",)).order_by("pk").values_list("pk"))


def check_giver(actor: User | None, user: User, request: ApprovalRequest | None = None) -> None:
    """Raise NotAllowed where `actor` may not give `user` roles: it takes a request of theirs that was agreed to.

    Nobody agrees for oneself or to what one asked for, superusers included. `actor=None` is setup, which founds a
    company before there is anybody to ask.
    """
    if actor is None:
        return
    if actor.pk == user.pk:
        raise NotAllowed(_("Nobody gives roles to themselves. Somebody responsible agrees to the request for them."))
    if request is None or request.status != AGREED or request.beneficiary_id != user.pk:
        raise NotAllowed(_("A role is given by a request that was agreed to. Please ask for it on the page Grants."))
    if request.asked_by_id == actor.pk:
        raise NotAllowed(_("You asked for this role, so somebody else agrees to it."))


def check_taker(actor: User | None, user: User, accounts: Iterable[PlatformAccount | None]) -> None:
    """Raise Denial or NotAllowed where `actor` may not take roles from `user` there (None: in the company).

    Whoever manages people may, the superior, and on an account whoever manages it; nobody takes their own.
    `actor=None` is the clock, and whatever the rooms take for a cause of their own.
    """
    if actor is None:
        return
    if actor.pk == user.pk:
        raise NotAllowed(_("Nobody takes their own roles away. Please ask your superior or an administrator."))
    if can(actor, MANAGE_PEOPLE) or (actor.is_active and user.superior_id == actor.pk):
        return
    places = list(accounts)
    if not places or not all(place is not None and can(actor, MANAGE_ACCOUNT, place) for place in places):
        raise Denial(
            _("A role is taken by the superior of the person, by whoever manages the account, or an administrator.")
        )


def roles_held(user: User, at: datetime | None = None) -> Held:
    """The roles of `user`, each with the ids of its accounts; None among them is the role for the company."""
    now = at or timezone.now()
    held: Held = defaultdict(set)
    known = set()
    rows = Grant.objects.current().filter(person=user).values_list("role", "account_id", "expires_at")
    for role, account_id, expires_at in rows:
        known.add(role)
        if expires_at is None or expires_at > now:
            held[role].add(account_id)
    # A role that was given before the register was kept stands in the group alone.
    for role in user.groups.values_list("name", flat=True):
        if role in ROLES_BY_CODE and role not in known:
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
) -> list[Grant]:
    """Give `user` the role on each of `accounts`, without accounts for the company; a row and an entry for each.

    A role brings its company-wide rights wherever it is given. What is held already is not written again, but a
    request replaces it: its end may be another one. `request` is the agreed request behind it (R-012), `actor` who
    agreed. Returns the new rows. Raises NotAllowed as `check_giver`.
    """
    check_giver(actor, user, request)
    now = at or timezone.now()
    until = expires_at.replace(microsecond=0) if expires_at else None
    held = _lock(user, now).get(role, set())
    row = ROLES_BY_CODE[role]
    accounts = list(accounts)
    places: list[int | None] = [account.pk for account in accounts] or [None]
    if request is not None:
        for place in held.intersection(places):
            _end(user, role, place, actor, REPLACED, "", now)
            held = held - {place}
    user.groups.add(Group.objects.get(name=role))
    _allow(user, row, accounts)
    begun = [_begin(user, role, place, actor, request, until, now) for place in places if place not in held]
    forget_scope(user)
    return begun


@transaction.atomic
def revoke_role(
    user: User,
    role: str,
    *,
    accounts: Iterable[PlatformAccount] = (),
    actor: User | None,
    because: str = REVOKED,
    note: str = "",
    at: datetime | None = None,
) -> None:
    """Take the role on each of `accounts`, without accounts the whole role; an entry for each place.

    What another role of the person brings on the same account stays. With its last place goes the role itself and
    its company-wide rights. `because` is one of `rules.ENDINGS`, `note` why in words, kept beside the grant. Raises
    as `check_taker` where somebody takes it by their own judgement (`REVOKED`); the other causes are the rooms' own.
    """
    accounts = list(accounts)
    now = at or timezone.now()
    if actor is not None and actor.pk == user.pk:
        check_taker(actor, user, accounts)
    held = _lock(user, now)
    places: set[int | None] = {account.pk for account in accounts} or held.get(role, set())
    if because == REVOKED:
        model = apps.get_model("accounts", "PlatformAccount")
        found = model.objects.in_bulk([place for place in places if place is not None])
        check_taker(actor, user, [found.get(place) for place in places])
    _take(user, role, places, held, actor=actor, because=because, note=note, at=now)
    forget_scope(user)


@transaction.atomic
def end_grant(
    grant: Grant, *, actor: User | None, because: str, note: str = "", at: datetime | None = None
) -> bool:  # fmt: skip
    """Take the role at the one place of this row of the register; whether it was still held there.

    For rooms in which something else than the right to manage people decides about a role, as the review of rights
    does (R-013): who may is theirs to ask first. Nobody ends their own. `because` is one of `rules.ENDINGS`.
    """
    if actor is not None and actor.pk == grant.person_id:
        raise NotAllowed(OWN)
    now = at or timezone.now()
    user = apps.get_model("accounts", "User").objects.get(pk=grant.person_id)
    held = _lock(user, now)
    if not Grant.objects.current().filter(pk=grant.pk).exists():
        return False
    places = {grant.account_id}
    _take(user, grant.role, places, held, actor=actor, because=because, note=note, at=now)
    forget_scope(user)
    return True


@transaction.atomic
def expire_grants(now: datetime, user: User | None = None) -> list[Grant]:
    """End every grant whose end has passed, at its very end; of `user` alone where one is given. May run twice."""
    lapsed = Grant.objects.lapsed(now).filter(**({"person": user} if user else {}))
    ended: list[Grant] = []
    model = apps.get_model("accounts", "User")
    for person_id in lapsed.order_by("person_id").values_list("person_id", flat=True).distinct():
        person = model.objects.select_for_update(no_key=True, of=("self",)).get(pk=person_id)
        ended += _end_lapsed(person, now)
    return ended


def _allow(user: User, role: Role, accounts: list[PlatformAccount]) -> None:
    """The rights of the role on each account, in two statements however many they are."""
    rights = Permission.objects.filter(
        content_type__app_label="accounts", content_type__model="platformaccount", codename__in=role.rights
    )
    UserObjectPermission.objects.bulk_create(
        [
            UserObjectPermission(
                user=user, permission=right, content_type_id=right.content_type_id, object_pk=str(account.pk)
            )
            for right in (rights if accounts else ())
            for account in accounts
        ],
        ignore_conflicts=True,
    )


def _lock(user: User, now: datetime) -> Held:
    """Hold the person's row while their roles change, end what is over, and return the roles held now."""
    type(user)._default_manager.select_for_update(no_key=True, of=("self",)).get(pk=user.pk)
    _end_lapsed(user, now)
    return roles_held(user, now)


def _end_lapsed(user: User, now: datetime) -> list[Grant]:
    """Under the lock of the person."""
    rows = list(Grant.objects.lapsed(now).filter(person=user).select_related("account").order_by("expires_at", "pk"))
    for grant in rows:
        _take(
            user, grant.role, {grant.account_id}, roles_held(user, now), actor=None, because=EXPIRED, note="",
            at=grant.expires_at or now,
        )  # fmt: skip
    if rows:
        forget_scope(user)
    return rows


def _take(
    user: User, role: str, places: set[int | None], held: Held, *, actor: User | None, because: str, note: str,
    at: datetime,
) -> None:  # fmt: skip
    """Remove what the role alone brings at these places, and the role with its last place."""
    left = held[role] = held.get(role, set()) - places
    model = apps.get_model("accounts", "PlatformAccount")
    for account in model.objects.filter(pk__in=[place for place in places if place is not None]):
        kept = {right for other, where in held.items() if account.pk in where for right in ROLES_BY_CODE[other].rights}
        for right in set(ROLES_BY_CODE[role].rights) - kept:
            remove_perm(f"accounts.{right}", user, account)
    for place in sorted(places, key=lambda place: place or 0):
        _end(user, role, place, actor, because, note, at)
    if not left:
        user.groups.remove(Group.objects.get(name=role))


def _begin(
    user: User, role: str, account_id: int | None, actor: User | None, request: ApprovalRequest | None,
    expires_at: datetime | None, at: datetime,
) -> Grant:  # fmt: skip
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
    return grant


def _end(
    user: User, role: str, account_id: int | None, actor: User | None, because: str, note: str, at: datetime
) -> None:
    """End the row of the register; a role from before the register has none, and gets its entry all the same."""
    rows = Grant.objects.current().filter(person=user, role=role, account_id=account_id)
    grant = rows.first() or Grant(person=user, role=role, account_id=account_id)
    rows.update(ended_at=at, ended_by=actor, ended_because=because, ended_note=note)
    payload = {"role": role} if because == REVOKED else {"role": role, "because": because}
    _write(TAKEN, grant, account_id, actor, payload, at)


def _write(
    event: str, grant: Grant, account_id: int | None, actor: User | None, payload: dict[str, Any], at: datetime
) -> None:
    record(
        event, actor=actor, kind="user", object_id=grant.person_id, account_id=account_id, payload=payload, at=at
    )  # fmt: skip

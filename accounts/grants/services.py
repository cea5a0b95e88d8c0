"""Giving the roles that were asked for and agreed to, and taking roles away, with the person told (R-001, R-012)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.grants.models import AskedGrant
from accounts.grants.rules import CALENDAR, LADDER, MANAGE_PEOPLE, PURPOSE, RECORD, approver_of_role
from accounts.grants.separation import check_still_apart
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.places import kept_places
from governance.public import (
    ROLES_BY_CODE,
    ApprovalRequest,
    Grant,
    NoteRequired,
    Refused,
    WrongState,
    check_taker,
    clean_text,
    grant_role,
    last_held,
    listed,
    lock_roles,
    open_deadlines,
    revoke_role,
    roles_held,
    tell,
)

REASON_LIMIT = 500


def check_grant(person: User, role: str, *, accounts: Sequence[PlatformAccount]) -> None:
    """Raise Refused where nobody could give `person` this role there."""
    row = ROLES_BY_CODE.get(role)
    if row is None:
        raise Refused(_("This role does not exist. Please choose one from the list."), field="roles")
    if not person.is_active:
        raise Refused(_("The login of %(name)s is closed. Please open it again first.") % {"name": person})
    if not accounts and not row.company:
        raise Refused(
            _("The role %(role)s works on accounts alone. Please choose at least one.") % {"role": row.label},
            field="accounts",
        )
    closed = [account.handle for account in accounts if account.status == "closed"]
    if closed:
        raise Refused(
            _("These accounts are closed: %(accounts)s. Please leave them out.") % {"accounts": listed(closed)},
            field="accounts",
        )


@transaction.atomic
def give_role(
    person: User,
    role: str,
    *,
    accounts: Sequence[PlatformAccount] = (),
    actor: User | None,
    request: ApprovalRequest | None = None,
    expires_at: datetime | None = None,
    at: datetime | None = None,
) -> list[Grant]:
    """Give the role on `accounts`, without accounts for the company; tell the person and start the clock of its end.

    `actor` is who agreed to `request`; without an agreed request only setup gives roles (`actor=None`). Raises
    NotAllowed as `grant_role`, and Refused as `check_grant`.
    """
    now = at or timezone.now()
    check_grant(person, role, accounts=accounts)
    begun = grant_role(
        person, role, accounts=accounts, actor=actor, request=request, expires_at=expires_at, at=now
    )  # fmt: skip
    calendars = {account.pk: account.calendar for account in accounts}
    open_deadlines(
        [
            {
                "kind": RECORD, "object_id": grant.pk, "purpose": PURPOSE, "owner_id": person.pk,
                "due": grant.expires_at, "start": now, "account_id": grant.account_id, "ladder": LADDER,
                "calendar": calendars.get(grant.account_id or 0, CALENDAR), "department_id": person.department_id,
            }
            for grant in begun
            if grant.expires_at is not None
        ],
        at=now,
    )  # fmt: skip
    _tell(person, "role.given", role, accounts, actor, now)
    return begun


def give_what_was_asked(request: ApprovalRequest, actor: User | None, at: datetime) -> None:
    """The request was agreed to: its beneficiary holds from now on what it asks for, and nothing else (D-2.3.2).

    Raises Refused or WrongState, and the agreement with it, where what was asked cannot be given any more.
    """
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=request.beneficiary_id or 0)
    lines = list(request.asked_grants.select_related("account").order_by("pk"))
    _check_kind(request, lines)
    check_still_apart(request, person, lines, at)
    by_role: dict[tuple[str, datetime | None], list[Any]] = defaultdict(list)
    for line in lines:
        by_role[line.role, line.expires_at].append(line.account)
    for (role, expires_at), places in by_role.items():
        if expires_at is not None and expires_at <= at:
            raise WrongState(
                _("The end that was asked for has passed, so there is nothing to give. Please refuse the request.")
            )
        accounts = [account for account in places if account is not None]
        if None in places:
            give_role(person, role, actor=actor, request=request, expires_at=expires_at, at=at)
        if accounts:
            give_role(
                person, role, accounts=accounts, actor=actor, request=request, expires_at=expires_at, at=at
            )  # fmt: skip


def _check_kind(request: ApprovalRequest, lines: Sequence[AskedGrant]) -> None:
    """A role that takes an administrator is given by no other request: one asked before the rule is asked anew."""
    for line in lines:
        approver = approver_of_role(line.role)
        if approver is not None and request.kind != approver.kind:
            raise WrongState(
                _("The role %(role)s now takes the yes of an administrator. Please refuse this; it can be asked anew.")
                % {"role": line.role_label}
            )


@transaction.atomic
def take_role(
    person: User,
    role: str,
    *,
    accounts: Sequence[PlatformAccount] = (),
    actor: User | None,
    reason: str,
    at: datetime | None = None,
) -> None:
    """Take the role on `accounts`, without accounts wherever it is held, at once, and tell the person why.

    Nobody else need agree (docs/decisions/0009). Closed logins too. Raises Refused where the person does not hold it
    there or is the last who manages people, NoteRequired without a reason, Denial and NotAllowed as `check_taker`.
    """
    now = at or timezone.now()
    if _brings_people(role):
        # Before anything is read: of two who take the last two at once the second sees what the first has done.
        lock_roles()
    held = roles_held(person, now).get(role, set())
    by_id = PlatformAccount.objects.in_bulk([place for place in held if place is not None])
    places: list[PlatformAccount | None] = list(accounts) or [by_id.get(place or 0) for place in held]
    check_taker(actor, person, places)
    words = clean_text(reason, field="reason", limit=REASON_LIMIT).strip()
    if not words:
        raise NoteRequired(_("Please say why; the person is told, and the reason is kept."), field="reason")
    if not held or not {account.pk for account in accounts} <= held:
        raise Refused(_("This person does not hold this role there any more. Load the page again."))
    _check_somebody_is_left(person, role, {account.pk for account in accounts} or held, held)
    revoke_role(person, role, accounts=accounts, actor=actor, note=words, at=now)
    _tell(person, "role.taken", role, accounts, actor, now, reason=words)


def _brings_people(role: str) -> bool:
    row = ROLES_BY_CODE.get(role)
    return row is not None and MANAGE_PEOPLE in {f"governance.{code}" for code in row.company}


def _check_somebody_is_left(
    person: User, role: str, taken: set[int | None] | set[int], held: set[int | None]
) -> None:  # fmt: skip
    """A company in which nobody manages people could never name anybody again."""
    if _brings_people(role) and not held - taken and last_held(person, [(MANAGE_PEOPLE, None)]):
        raise Refused(
            _(
                "%(name)s is the only person who manages people here. Please have somebody else given the role first,"
                " then take it."
            )
            % {"name": person}
        )


def _tell(
    person: User, template: str, role: str, accounts: Sequence[PlatformAccount], actor: User | None, at: datetime,
    **more: str,
) -> None:  # fmt: skip
    """One notice for each change; setup tells nobody."""
    if actor is None:
        return
    params = {"who": str(actor), "role": role, **kept_places(accounts), **more}
    key = f"{template}:{person.pk}:{role}:{at.isoformat()}:{len(accounts)}"
    tell([person], template, kind="user", object_id=person.pk, params=params, key=key, at=at)

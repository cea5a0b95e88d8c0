"""Leaving the company in one step, one transaction: what somebody held goes to successors, rights end (R-012, R-013).

Sessions end, roles are revoked, custody and open work pass on, checkouts and shares end. Either all of it is done or
nothing: one thing that nobody may take refuses the whole with the sentence that says what to do first. Locks are taken
in the order that `governance.approvals.services` names.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.leaving.estate import Estate, Line
from accounts.leaving.holdings import AFTERWARDS, Handing
from accounts.leaving.models import Departure, DepartureLine
from accounts.leaving.rules import KIND, LAST_HOLDERS, MANAGE, NAMES, NOTE_LIMIT, ROLE
from accounts.people.models import User
from accounts.people.rules import NAMED_BY_ANOTHER
from accounts.people.services import close_login
from accounts.platforms.models import PlatformAccount
from governance.public import (
    LEFT,
    NotAllowed,
    Refused,
    WrongState,
    clean_text,
    forget_scope,
    held_alone,
    insert_many,
    label_of,
    last_held,
    lock_requests,
    lock_roles,
    move,
    record,
    require,
    revoke_role,
    roles_held,
    tell,
    today,
)


def plan_departure(
    person: User,
    *,
    actor: User,
    leaves_on: date,
    choices: Mapping[str, int] | None = None,
    note: str = "",
    at: datetime | None = None,
) -> Departure:
    """Somebody leaves on that day; today is at once. Whoever manages people does, never for oneself.

    `choices` are the ids of successors by line; a line without one goes to who is proposed then. Raises Denial,
    NotAllowed, WrongState where it is planned already, or Refused naming the line that nobody can take.
    """
    now = at or timezone.now()
    require(actor, MANAGE)
    if actor.pk == person.pk:
        raise NotAllowed(_("Nobody plans their own leaving here. Please ask another administrator."))
    if leaves_on < today(now):
        raise Refused(_("This day is over. Please choose today or a later day."), field="leaves_on")
    words = clean_text(note, field="note", limit=NOTE_LIMIT, one_line=True).strip()
    with transaction.atomic():
        _one_at_a_time(person.pk)
        departure = _begin(person, actor, leaves_on, dict(choices or {}), words, now)
        if leaves_on == today(now):
            return _carry_out(departure, "carry_out", actor, now)
        check_last_holder(person)
        estate = Estate(person, now, chosen=departure.choices)
        for line in estate.lines():
            estate.successor_of(line)
    return departure


def leave_company(
    person: User, *, actor: User | None, choices: Mapping[str, int] | None = None, at: datetime | None = None
) -> Departure:
    """Somebody leaves now; `actor=None` is the company's directory, which says that they have left."""
    now = at or timezone.now()
    if actor is not None:
        return plan_departure(person, actor=actor, leaves_on=today(now), choices=choices, at=now)
    with transaction.atomic():
        _one_at_a_time(person.pk)
        planned = Departure.objects.planned().filter(person=person).first()
        departure = planned or _begin(person, None, today(now), dict(choices or {}), "", now)
        return _carry_out(departure, "fall_due", None, now)


def carry_out_departure(
    departure: Departure, *, actor: User | None, version: int | None = None, at: datetime | None = None
) -> Departure:
    """Carry out what was planned, now; `actor=None` is the sweep on its day. Raises as `plan_departure`."""
    with transaction.atomic():
        name = "carry_out" if actor is not None else "fall_due"
        return _carry_out(departure, name, actor, at or timezone.now(), version)


def call_off_departure(
    departure: Departure, *, actor: User, note: str, version: int | None = None, at: datetime | None = None
) -> Departure:
    """They stay; the reason stands in the history, beside the remark of the plan."""
    now = at or timezone.now()
    words = clean_text(note, field="note", limit=NOTE_LIMIT, one_line=True).strip()
    return move(
        departure, "call_off", actor=actor, note=words, version=version, at=now,
        changes={"ended_at": now},
    )  # fmt: skip


def check_last_holder(person: User) -> None:
    """Raise Refused where somebody is the last who holds a right that the company cannot be without (R-013)."""
    held = User.objects.get(pk=person.pk)
    alone = held_alone(held, [row.right for row in LAST_HOLDERS if row.on_account])
    open_ones = PlatformAccount.objects.open().in_bulk({account_id for _right, account_id in alone})
    company = [(row.right, None) for row in LAST_HOLDERS if not row.on_account]
    # Somebody may hold the right everywhere, which no grant on the account tells.
    found = last_held(held, [*company, *((right, place) for right, place in alone if place in open_ones)])
    if found is not None:
        right, account_id = found
        raise Refused(_last(held, right, open_ones[account_id] if account_id else None))


def _last(person: User, right: str, account: PlatformAccount | None) -> str:
    if account is None:
        words = _("%(name)s is the last who holds the right “%(right)s”. Please have it given to somebody else first.")
    else:
        words = _(
            "%(name)s is the last who holds the right “%(right)s” on %(account)s. Please have it given to somebody"
            " else first."
        )
    return words % {"name": person, "right": label_of(right), "account": account}


def _one_at_a_time(person_id: int) -> None:
    """Their requests, then all roles, before any person: of two last holders who leave at once one is refused."""
    lock_requests(people=[person_id])
    lock_roles()


def _begin(
    person: User, actor: User | None, leaves_on: date, choices: dict[str, int], note: str, now: datetime
) -> Departure:
    if not User.objects.select_for_update(no_key=True, of=("self",)).get(pk=person.pk).is_active:
        raise WrongState(_("This login is closed already. Load the page again."))
    _check_own_gain(person, actor, choices)
    try:
        with transaction.atomic():
            departure = Departure.objects.create(
                person=person, leaves_on=leaves_on, note=note, choices=choices, planned_by=actor, planned_at=now
            )
    except IntegrityError:
        raise WrongState(_("Their leaving is planned already. Please open that plan, or call it off.")) from None
    _note("departure.planned", departure, actor, now, leaves_on=leaves_on)
    return departure


def _check_own_gain(person: User, actor: User | None, choices: dict[str, int]) -> None:
    """Nobody makes themselves head or superior by somebody else's leaving, unless they stand above that person."""
    if actor is None or person.superior_id == actor.pk:
        return
    for line, successor in choices.items():
        field = NAMES.get(line.partition("-")[0])
        if field is not None and successor == actor.pk:
            raise NotAllowed(NAMED_BY_ANOTHER[field], field=line)


def _carry_out(
    departure: Departure, name: str, actor: User | None, now: datetime, version: int | None = None
) -> Departure:
    """Everything of one leave-taking, in the order of the kinds."""
    _one_at_a_time(departure.person_id)
    locked = Departure.objects.select_for_update(of=("self",)).get(pk=departure.pk)
    moved = move(locked, name, actor=actor, version=version, at=now, held=True, changes={"ended_at": now})
    person = User.objects.select_for_update(no_key=True, of=("self",)).get(pk=moved.person_id)
    if not person.is_active:
        raise WrongState(_("This login is closed already. Load the page again."))
    check_last_holder(person)
    estate = Estate(person, now, chosen=moved.choices)
    chosen = [(line, estate.successor_of(line)) for line in estate.lines()]
    people = User.objects.select_for_update(no_key=True, of=("self",)).order_by("pk")
    list(people.filter(pk__in={user.pk for _line, user in chosen if user is not None}).values_list("pk"))
    before = [row for row in chosen if row[0].kind.stage < AFTERWARDS]
    after = [row for row in chosen if row[0].kind.stage >= AFTERWARDS]
    rows = _hand_over(moved, person, before, actor, now)
    rows += _end_roles(moved, person, actor, now)
    close_login(person, actor=actor, at=now)
    forget_scope(person)
    rows += _hand_over(moved, person, after, actor, now)
    insert_many(rows)
    _tell_successors(moved, rows, actor, now)
    return moved


def _hand_over(
    departure: Departure, person: User, chosen: list[tuple[Line, User | None]], actor: User | None, now: datetime
) -> list[DepartureLine]:
    rows = []
    for line, successor in chosen:
        for holding in line.holdings:
            taker = line.kind.hand_over(Handing(person, holding, successor, actor, now))
            rows.append(
                DepartureLine(
                    departure=departure,
                    holding=line.kind.code,
                    record=holding.record,
                    object_id=holding.object_id,
                    account_id=holding.account_id,
                    detail=holding.detail,
                    successor=taker,
                    handed_at=now,
                )
            )
    return rows


def _end_roles(departure: Departure, person: User, actor: User | None, now: datetime) -> list[DepartureLine]:
    """Every role ends wherever it is held then, because the person has left; what was held stays in the record."""
    rows = []
    for role, places in sorted(roles_held(person, now).items()):
        revoke_role(person, role, actor=actor, because=LEFT, at=now)
        rows += [
            DepartureLine(
                departure=departure,
                holding=ROLE,
                record="platform_account" if place else "user",
                object_id=place or person.pk,
                account_id=place,
                detail=role,
                handed_at=now,
            )
            for place in sorted(places, key=lambda place: place or 0)
        ]
    return rows


def _tell_successors(departure: Departure, rows: list[DepartureLine], actor: User | None, now: datetime) -> None:
    """One notice each: how much came to them, with the way to the list."""
    counts: dict[int, int] = {}
    for row in rows:
        if row.successor_id is not None:
            counts[row.successor_id] = counts.get(row.successor_id, 0) + 1
    for successor_id, count in sorted(counts.items()):
        if actor is None or successor_id != actor.pk:
            tell(
                [successor_id], "departure.took_over", kind=KIND, object_id=departure.pk,
                params={"name": str(departure.person), "count": count},
                key=f"departure.took_over:{departure.pk}", at=now,
            )  # fmt: skip


def _note(event: str, departure: Departure, actor: User | None, now: datetime, **payload: Any) -> None:
    record(
        event, actor=actor, kind=KIND, object_id=departure.pk, department_id=departure.person.department_id,
        payload={"person": departure.person_id, **payload}, at=now,
    )  # fmt: skip

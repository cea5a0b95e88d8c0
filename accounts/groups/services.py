"""Every change of governing groups: a leader or member named, a seat ended (R-002, K-3.1a, M-2.1.0, O-2.1.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.groups.models import GroupSeat
from accounts.groups.reading import units_of
from accounts.groups.rules import APPOINT, LEADER, REASON_LIMIT
from accounts.people.appointing import check_appointment
from accounts.people.models import User
from governance.public import (
    NoteRequired,
    Policy,
    Refused,
    WrongState,
    clean_text,
    record,
    require,
    tell,
    today,
)


def name_member(
    policy: Any, *, actor: User, person: User, unit: str = "", starts_on: date | None = None,
    until: date | None = None, at: datetime | None = None,
) -> GroupSeat:  # fmt: skip
    """Give somebody else a seat on the group of a rule book: as "leader", for a unit, or as a further member.

    Raises Denial, NotAllowed or Refused as `check_appointment`, and Refused naming the field that does not fit: a
    second leader, a unit that the rule book does not name, days that have gone by.
    """
    now = at or timezone.now()
    first = starts_on or today(now)
    if unit and unit != LEADER and unit not in units_of(policy, now):
        raise Refused(_("This rule book asks for no such unit. Please choose one from the list."), field="unit")
    if first < today(now):
        raise Refused(
            _("Nobody is appointed for days gone by. Please choose today or a later day."), field="starts_on"
        )
    if until is not None and until < first:
        raise Refused(_("The last day lies before the first one. Please correct the days."), field="until")
    with transaction.atomic():
        Policy.objects.select_for_update(no_key=True, of=("self",)).get(pk=policy.pk)
        check_appointment(actor, person, APPOINT, at=now)
        _make_room(policy, person, unit, now)
        seat = GroupSeat.objects.create(
            policy=policy, person=person, unit=unit, starts_on=first, until=until, appointed_by=actor, appointed_at=now
        )
        _note("group.member_named", seat, actor, now)
        tell(
            [person], "group.named", kind="group_seat", object_id=seat.pk, params={"who": str(actor)},
            key=f"group.named:{seat.pk}", at=now,
        )  # fmt: skip
    return seat


def end_seat(seat: GroupSeat, *, actor: User | None, reason: str = "", at: datetime | None = None) -> GroupSeat:
    """Somebody sits there no longer, from this moment on. `actor` None is the end of the term, or of the work here.

    Raises Denial without the right, NoteRequired where a person gives no reason, WrongState if it has ended.
    """
    now = at or timezone.now()
    if actor is not None:
        require(actor, APPOINT)
        reason = clean_text(reason, field="reason", limit=REASON_LIMIT, one_line=True)
        if not reason:
            raise NoteRequired(_("Please say why; the reason is kept with the record."), field="reason")
    with transaction.atomic():
        locked = GroupSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
        if locked.ended_at is not None:
            raise WrongState(_("This has ended already. Load the page again."))
        return _end(locked, actor, reason, now)


def sweep_groups(now: datetime) -> dict[str, int]:
    """Seats end on their last day, and whoever gave them hears of it; may run twice."""
    ended = 0
    for seat in GroupSeat.objects.open().filter(until__lt=today(now)):
        with transaction.atomic():
            locked = GroupSeat.objects.select_for_update(of=("self",)).get(pk=seat.pk)
            if locked.ended_at is None:
                _end(locked, None, "", now)
                ended += 1
                tell(
                    [locked.appointed_by_id], "group.over", kind="group_seat", object_id=locked.pk,
                    params={"name": str(locked.person)}, key=f"group.over:{locked.pk}", at=now,
                )  # fmt: skip
    return {"group_seats_ended": ended}


def _make_room(policy: Any, person: User, unit: str, now: datetime) -> None:
    """End what is over already; refuse a seat that is taken."""
    taken = GroupSeat.objects.open().filter(policy=policy, unit=unit)
    for seat in taken if unit == LEADER else taken.filter(person=person):
        if not seat.person.is_active or (seat.until is not None and seat.until < today(now)):
            _end(seat, None, "", now)
        elif unit == LEADER:
            raise Refused(
                _("%(name)s leads this group already. End that seat first, then name the new leader.")
                % {"name": seat.person},
                field="unit",
            )
        else:
            raise Refused(_("%(name)s has this seat already.") % {"name": seat.person}, field="person")


def _end(seat: GroupSeat, actor: User | None, reason: str, now: datetime) -> GroupSeat:
    seat.ended_at, seat.ended_by, seat.end_reason = now, actor, reason
    seat.save(update_fields=["ended_at", "ended_by", "end_reason"])
    _note("group.seat_ended", seat, actor, now)
    return seat


def _note(event: str, seat: GroupSeat, actor: User | None, now: datetime) -> None:
    payload = {"policy": seat.policy_id, "person": seat.person_id, "unit": seat.unit}
    record(event, actor=actor, kind="group_seat", object_id=seat.pk, payload=payload, at=now)

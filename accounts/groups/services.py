"""Every change of governing groups: a leader or member named, a seat ended (R-002, K-3.1a, M-2.1.0, O-2.1.1)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.groups.models import GroupSeat
from accounts.groups.reading import units_of
from accounts.groups.rules import APPOINT, LEADER
from accounts.people.appointing import check_appointment
from accounts.people.models import User
from accounts.terms.services import Office, close_term, end_term, first_day, sweep_terms
from governance.public import (
    Policy,
    Refused,
    record,
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
    if unit and unit != LEADER and unit not in units_of(policy, now):
        raise Refused(_("This rule book asks for no such unit. Please choose one from the list."), field="unit")
    first = first_day(starts_on, until, now)
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
    return end_term(SEATS, seat, actor=actor, reason=reason, at=at)


def sweep_groups(now: datetime) -> dict[str, int]:
    """Seats end on their last day, and whoever gave them hears of it; may run twice."""
    return {"group_seats_ended": sweep_terms(SEATS, now)}


def _make_room(policy: Any, person: User, unit: str, now: datetime) -> None:
    """End what is over already; refuse a seat that is taken."""
    taken = GroupSeat.objects.open().filter(policy=policy, unit=unit)
    for seat in taken if unit == LEADER else taken.filter(person=person):
        if not seat.person.is_active or (seat.until is not None and seat.until < today(now)):
            close_term(SEATS, seat, None, "", now)
        elif unit == LEADER:
            raise Refused(
                _("%(name)s leads this group already. End that seat first, then name the new leader.")
                % {"name": seat.person},
                field="unit",
            )
        else:
            raise Refused(_("%(name)s has this seat already.") % {"name": seat.person}, field="person")


def _note_end(seat: GroupSeat, actor: User | None, now: datetime) -> None:
    _note("group.seat_ended", seat, actor, now)


def _note(event: str, seat: GroupSeat, actor: User | None, now: datetime) -> None:
    payload = {"policy": seat.policy_id, "person": seat.person_id, "unit": seat.unit}
    record(event, actor=actor, kind="group_seat", object_id=seat.pk, payload=payload, at=now)


SEATS = Office(GroupSeat, APPOINT, _note_end, over="group.over", page=lambda seat: ("group_seat", seat.pk))

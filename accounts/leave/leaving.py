"""What becomes of leave when somebody leaves: their own ends, those whom they stand in for get another (R-016)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.leave.models import Leave
from accounts.leave.rules import KIND
from accounts.leave.services import check_deputy
from accounts.leave.workflow import APPROVED, ASKED
from accounts.leaving.holdings import PLACE, Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from governance.public import (
    end_deputyship,
    lapse_request,
    move,
    reassign_deadlines,
    record,
    replace_deputy,
    tell,
)


def _own(person: User, at: datetime) -> list[Holding]:
    rows = Leave.objects.held().filter(person=person, ends_at__gt=at).order_by("begins_at")
    return [Holding(KIND, row.pk, str(row)) for row in rows]


def _end(handing: Handing) -> User | None:
    """What has not begun never was; what runs ends now, and its deadlines come back to be passed on."""
    leave = _locked(handing)
    if leave.status == ASKED and leave.request is not None:
        lapse_request(leave.request, at=handing.at)
        return None
    if leave.begins_at > handing.at:
        move(leave, "cancel", actor=None, at=handing.at, held=True)
    elif leave.status == APPROVED:
        move(leave, "cut_short", actor=None, at=handing.at, held=True, changes={"ends_at": handing.at})
    end_deputyship(KIND, leave.pk, at=handing.at)
    for row in leave.handovers.filter(returned_at=None).select_related("deadline"):
        if row.deadline.is_open and row.deadline.owner_id == leave.deputy_id:
            clock = row.deadline
            reassign_deadlines(clock.kind, clock.object_id, handing.person, purpose=clock.purpose, at=handing.at)
    leave.handovers.filter(returned_at=None).update(returned_at=handing.at)
    return None


def _stood_in_for(person: User, at: datetime) -> list[Holding]:
    rows = Leave.objects.held().filter(deputy=person, ends_at__gt=at).select_related("person").order_by("begins_at")
    return [Holding(KIND, row.pk, f"{row.person} {row}", detail="deputy") for row in rows]


def _replace(handing: Handing) -> User | None:
    """Somebody else stands in from now on, with the deadlines that came to the one who leaves."""
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    leave = _locked(handing)
    leave.deputy = handing.successor
    check_deputy(leave, handing.successor)
    leave.lock_version += 1
    leave.save(update_fields=["deputy", "lock_version"])
    replace_deputy(KIND, leave.pk, handing.successor, at=handing.at)
    for row in leave.handovers.filter(returned_at=None).select_related("deadline"):
        clock = row.deadline
        if clock.is_open and clock.owner_id == handing.person.pk:
            reassign_deadlines(clock.kind, clock.object_id, handing.successor, purpose=clock.purpose, at=handing.at)
    record(
        "leave.deputy_replaced", actor=handing.actor, kind=KIND, object_id=leave.pk,
        department_id=leave.person.department_id, at=handing.at,
        payload={"person": leave.person_id, "from": handing.person.pk, "to": handing.successor.pk},
    )  # fmt: skip
    if leave.status != ASKED:
        tell(
            [handing.successor.pk], "leave.deputy", kind=KIND, object_id=leave.pk, at=handing.at,
            params={"name": str(leave.person), "first": leave.first_day, "last": leave.last_day},
            key=f"leave.deputy:{leave.pk}:{leave.lock_version}",
        )  # fmt: skip
    return handing.successor


def _deputies(holding: Holding) -> Collection[int]:
    """Everybody who is there on those days, but the one who is away."""
    leave = Leave.objects.get(pk=holding.object_id)
    away = Leave.objects.held().touching(leave.begins_at, leave.ends_at).values("person_id")
    people = User.objects.filter(is_active=True).exclude(pk=leave.person_id).exclude(pk__in=away)
    return list(people.order_by("pk").values_list("pk", flat=True))


def _locked(handing: Handing) -> Leave:
    rows = Leave.objects.select_for_update(of=("self",)).select_related("person", "deputy", "request")
    return rows.get(pk=handing.holding.object_id)


register_holding(HoldingKind("leave", _("Their own leave"), _own, _end, passes=False, stage=PLACE))
register_holding(
    HoldingKind(
        "deputyship", _("Leave of others in which they stand in"), _stood_in_for, _replace, takers=_deputies,
        stage=PLACE,
    )
)  # fmt: skip

"""Duties go to the deputy when a leave begins and come back when it ends; the sweep does it (R-016).

It may run twice, late, or at once: a deadline moves only while the person still owns it, and back only while
the deputy does.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.leave.models import Leave, LeaveHandover
from accounts.leave.rules import KIND
from accounts.leave.workflow import AWAY
from governance.public import Deadline, reassign_deadlines, record, tell


def hand_over(now: datetime) -> dict[str, int]:
    """For the sweep: what came due between two rings, in both directions."""
    begun = Leave.objects.at(now).exclude(deputy=None).order_by("pk").values_list("pk", flat=True)
    open_rows = LeaveHandover.objects.filter(returned_at=None)
    over = Leave.objects.filter(pk__in=open_rows.values("leave_id")).exclude(pk__in=Leave.objects.at(now).values("pk"))
    returned = sum(_give_back(pk, now) for pk in list(over.order_by("pk").values_list("pk", flat=True)))
    handed = sum(_hand(pk, now) for pk in list(begun))
    return {"handed_over": handed, "handed_back": returned}


def _locked(pk: int) -> Leave:
    return Leave.objects.select_for_update(of=("self",)).select_related("person", "deputy").get(pk=pk)


@transaction.atomic
def _hand(pk: int, now: datetime) -> int:
    leave = _locked(pk)
    if leave.status not in AWAY or leave.ends_at <= now or leave.deputy is None:
        return 0
    clocks = list(Deadline.objects.open().filter(owner=leave.person).order_by("pk"))
    for clock in clocks:
        reassign_deadlines(clock.kind, clock.object_id, leave.deputy, purpose=clock.purpose, at=now)
        LeaveHandover.objects.get_or_create(leave=leave, deadline=clock, defaults={"handed_at": now})
    if clocks:
        _note("leave.handed_over", leave, len(clocks), now)
    tell(
        [leave.deputy.pk], "leave.begun", kind=KIND, object_id=leave.pk, key=f"leave.begun:{leave.pk}", at=now,
        params={"name": str(leave.person), "last": leave.last_day},
    )  # fmt: skip
    return len(clocks)


@transaction.atomic
def _give_back(pk: int, now: datetime) -> int:
    leave = _locked(pk)
    rows = list(leave.handovers.filter(returned_at=None).select_related("deadline"))
    back = [row.deadline for row in rows if row.deadline.is_open and row.deadline.owner_id == leave.deputy_id]
    for clock in back:
        reassign_deadlines(clock.kind, clock.object_id, leave.person, purpose=clock.purpose, at=now)
    leave.handovers.filter(returned_at=None).update(returned_at=now)
    if back:
        _note("leave.handed_back", leave, len(back), now)
    return len(back)


def _note(event: str, leave: Leave, count: int, now: datetime) -> None:
    payload = {"person": leave.person_id, "deputy": leave.deputy_id, "deadlines": count}
    record(event, actor=None, kind=KIND, object_id=leave.pk, department_id=leave.person.department_id,
           payload=payload, at=now)  # fmt: skip

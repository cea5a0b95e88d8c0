"""The sweep of duties: open what comes due, end what has no place any more, find owners anew (mechanism 9).

It may run twice, late or at once: a place has one open duty of a kind, which the database holds.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from governance.bulk.services import insert_many
from governance.deadlines.models import Deadline
from governance.deadlines.rules import RUNNING
from governance.deadlines.services import cancel_deadline, open_deadlines, reassign_deadlines
from governance.duties.doers import owner_of
from governance.duties.models import JOINED, Duty, DutyRecord
from governance.duties.places import DutyPlace
from governance.duties.rules import (
    AGAIN,
    BATCH,
    BY_SELF,
    DUTY,
    FIRST,
    IN_DEPARTMENT,
    PURPOSE,
    REGULAR,
    SCOPES,
    DutyKind,
    duty_kinds,
)
from governance.duties.workflow import OPEN
from governance.ledger.services import record
from governance.policies.books import steady
from governance.workflow.services import move

if TYPE_CHECKING:
    from accounts.models import User


def sweep_duties(now: datetime) -> dict[str, int]:
    """For the sweep: what opened, what ended, which got another owner."""
    kinds = list(duty_kinds().values())
    with steady():
        return {
            "opened": sum(open_due(kind, now) for kind in kinds),
            "ended": sum(_end_without_place(kind, now) for kind in kinds),
            "owners_found_again": _find_owners(now),
        }


def places_in(kind: DutyKind, now: datetime) -> QuerySet[Any]:
    """The rows of all places in which the kind holds."""
    if kind.among is not None:
        return kind.among(now)
    return apps.get_model(SCOPES[kind.scope])._default_manager.filter(is_active=True)


def open_due(kind: DutyKind, now: datetime) -> int:
    """Open the kind wherever a record runs out soon or there is none; returns how many were opened."""
    count = 0
    while places := _due_places(kind, now):
        opened = _open_some(kind, places, now)
        count += opened
        if opened < BATCH:
            break
    return count


def _due_places(kind: DutyKind, now: datetime) -> list[tuple[DutyPlace, datetime | None]]:
    """Places without an open duty whose record is good for `ahead` days at most, each with its last valid moment."""
    soon = now + timedelta(days=kind.ahead)
    if not kind.column:
        company = DutyPlace()
        newest = DutyRecord.objects.filter(kind=kind.code).at(company).order_by("-filed_at", "-pk").first()
        due = newest is None or newest.valid_until <= soon
        if not due or Duty.objects.open().filter(kind=kind.code).at(company).exists():
            return []
        return [(company, newest.valid_until if newest else None)]
    here = {"kind": kind.code, kind.column: OuterRef("pk")}
    newest_first = DutyRecord.objects.filter(**here).order_by("-filed_at", "-pk")
    runs_out = Q(last_valid=None) | Q(last_valid__lte=soon)
    if kind.lapsed is not None:
        runs_out |= Q(pk__in=kind.lapsed(now).values("pk"))
    rows = (
        places_in(kind, now)
        .filter(~Exists(Duty.objects.open().filter(**here)))
        .annotate(last_valid=Subquery(newest_first.values("valid_until")[:1]))
        .filter(runs_out)
        .order_by("pk")
    )
    if kind.scope != IN_DEPARTMENT:
        rows = rows.select_related("department__head")
    return [(DutyPlace.of(kind, row), row.last_valid) for row in rows[:BATCH]]


def _open_some(kind: DutyKind, places: Sequence[tuple[DutyPlace, datetime | None]], now: datetime) -> int:
    """Open these; none where somebody else opens them at the same moment: the next sweep sees what is left."""
    first = now + timedelta(days=kind.first_within)
    rows = []
    for place, valid_until in places:
        due_at = valid_until if valid_until is not None and valid_until > now else first
        cause = FIRST if valid_until is None else REGULAR
        rows.append(new_duty(kind, place, cause, due_at, now))
    try:
        with transaction.atomic():
            open_duties(kind, rows, now)
    except IntegrityError:
        return 0
    return len(rows)


def new_duty(kind: DutyKind, place: DutyPlace, cause: str, due_at: datetime, now: datetime) -> Duty:
    """A duty that is not stored yet."""
    return Duty(
        kind=kind.code, cause=cause, opened_at=now, due_at=due_at, owner=owner_of(kind, place), **place.columns
    )


def open_duties(kind: DutyKind, rows: Sequence[Duty], now: datetime) -> None:
    """Store duties of one kind with clocks and ledger entries, in the transaction of the caller."""
    insert_many(rows)
    open_deadlines(
        (
            {
                "kind": DUTY, "object_id": row.pk, "purpose": PURPOSE, "owner_id": row.owner_id, "due": row.due_at,
                "start": now, "calendar": row.place.calendar, "ladder": kind.ladder, "account_id": row.account_id,
                "department_id": row.place.home_id,
            }
            for row in rows
        ),
        at=now,
    )  # fmt: skip
    for row in rows:
        note("duty.opened", row, None, now, cause=row.cause)


def open_again(kind: DutyKind, place: DutyPlace, now: datetime) -> Duty:
    """After a fault: due once more, in the transaction of the record that found it."""
    duty = new_duty(kind, place, AGAIN, now + timedelta(days=kind.again_within), now)
    open_duties(kind, [duty], now)
    return duty


def note(event: str, duty: Duty, actor: Any, now: datetime, **payload: Any) -> None:
    """A ledger entry of a duty."""
    record(
        event, actor=actor, kind=DUTY, object_id=duty.pk, account_id=duty.account_id,
        department_id=duty.place.home_id, payload={"kind": duty.kind, **payload}, at=now,
    )  # fmt: skip


def _end_without_place(kind: DutyKind, now: datetime) -> int:
    """End open duties of accounts that closed, people who left, units that were dissolved."""
    if not kind.column:
        return 0
    gone = (
        Duty.objects.open()
        .filter(kind=kind.code)
        .exclude(**{f"{kind.column}_id__in": places_in(kind, now).order_by().values("pk")})
    )
    return sum(end_duty(pk, now) for pk in list(gone.order_by("pk").values_list("pk", flat=True)[:BATCH]))


@transaction.atomic
def end_duty(pk: int, now: datetime) -> bool:
    """End one duty that nobody needs to do any more; False where it is not open."""
    locked = Duty.objects.select_for_update(of=("self",)).get(pk=pk)
    if locked.status != OPEN:
        return False
    cancel_deadline(DUTY, pk, PURPOSE, at=now)
    move(locked, "end", actor=None, at=now, changes={"closed_at": now}, payload={"kind": locked.kind}, held=True)
    return True


def _find_owners(now: datetime) -> int:
    """Give clocks that run for nobody, or for somebody who left, to whoever is responsible now.

    Page by page to the end: clocks for which there is still nobody do not keep the later ones waiting.
    """
    lost = Deadline.objects.filter(kind=DUTY, state=RUNNING).filter(Q(owner=None) | Q(owner__is_active=False))
    count, after = 0, 0
    while page := list(lost.filter(pk__gt=after).order_by("pk").values_list("pk", "object_id")[:BATCH]):
        after = page[-1][0]
        count += sum(_give(duty_id, now) is not None for _pk, duty_id in page)
        if len(page) < BATCH:
            break
    return count


@transaction.atomic
def _give(pk: int, now: datetime) -> User | None:
    """Give one duty to whoever is responsible now; None where there is nobody."""
    duty = Duty.objects.select_for_update(of=("self",)).select_related(*JOINED).get(pk=pk)
    kind = duty.kind_row
    found = owner_of(kind, duty.place) if kind is not None else None
    if duty.status != OPEN or found is None or not found.is_active:
        return None
    before, duty.owner = duty.owner_id, found
    duty.save(update_fields=["owner"])
    reassign_deadlines(DUTY, pk, found, purpose=PURPOSE, at=now)
    note("duty.given", duty, None, now, **{"from": before, "to": found.pk})
    return found


def give_duty(pk: int, *, instead_of: User, at: datetime) -> User | None:
    """Somebody's duty goes to whoever is responsible now that they are not; who has it, or None.

    What one says of oneself ends. Where nobody is responsible the clock runs for nobody, and the ladder tells those
    above.
    """
    duty = Duty.objects.select_related(*JOINED).get(pk=pk)
    kind = duty.kind_row
    if kind is not None and kind.doer.rule == BY_SELF and duty.person_id == instead_of.pk:
        end_duty(pk, at)
        return None
    found = _give(pk, at)
    if found is None:
        Duty.objects.filter(pk=pk, owner=instead_of).update(owner=None)
        reassign_deadlines(DUTY, pk, None, purpose=PURPOSE, at=at)
    return found

"""Opening, meeting, pausing, moving deadlines: every change goes through `change_deadlines` (R-060, R-064, K-4.3.1).

These services run inside the service of the record that is due, which writes the ledger entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from governance.bulk.services import insert_many
from governance.deadlines import reckoning
from governance.deadlines.models import Deadline, DeadlineQuerySet, Ladder, LadderRung
from governance.deadlines.rules import (
    CANCELLED,
    DEFAULT_LADDER,
    DUE,
    LADDERS,
    MET,
    OPEN_STATES,
    PAUSED,
    RECKONED,
    RUNNING,
    Rung,
)
from governance.refusals.exceptions import WrongState
from governance.statements.reading import CompiledQuery
from governance.statements.writing import update_row
from governance.worktime.clock import clock_of
from governance.worktime.models import WorkCalendar
from governance.worktime.rules import Limit

if TYPE_CHECKING:
    from accounts.models import User

# A calendar that nobody changed for so long has no deadline left that was reckoned under another version.
STALE_FOR = timedelta(days=7)
CHANGED = (
    "state", "owner_id", "due_at", "met_at", "paused_at", "calendar_version", "counted_from", "budget", "spent",
    "schedule", "position", "next_rung_at", "provisional", "passed_on",
)  # fmt: skip


def open_deadline(
    *,
    kind: str,
    object_id: int,
    purpose: str,
    owner: User | None,
    limit: Limit | Mapping[str, Any] | None = None,
    due: datetime | None = None,
    start: datetime | None = None,
    calendar: str,
    ladder: str = DEFAULT_LADDER,
    account_id: int | None = None,
    department_id: int | None = None,
    policy_version_id: int | None = None,
    at: datetime | None = None,
) -> Deadline:
    """Start a clock on a record: a limit on its calendar, or a given due time. One open per record and purpose."""
    spec = {
        "kind": kind, "object_id": object_id, "purpose": purpose, "owner_id": owner.pk if owner else None,
        "limit": limit, "due": due, "start": start, "calendar": calendar, "ladder": ladder,
        "account_id": account_id, "department_id": department_id, "policy_version_id": policy_version_id,
    }  # fmt: skip
    with transaction.atomic():
        if Deadline.objects.of(kind, object_id, purpose).open().exists():
            raise WrongState(_("A clock is running for this already. Close it before a new one is started."))
        return open_deadlines([spec], at=at)[0]


def open_deadlines(specs: Iterable[Mapping[str, Any]], *, at: datetime | None = None) -> list[Deadline]:
    """Start many clocks in one statement: mappings with the arguments of `open_deadline`, owner as `owner_id`."""
    at = at or timezone.now()
    percents = {code: sorted({rung.percent for rung in rungs}) for code, rungs in ladders().items()}
    rows = []
    for spec in specs:
        values = dict(spec)
        limit, due, start = values.pop("limit", None), values.pop("due", None), values.pop("start", None)
        row = Deadline(started_at=start or at, **values)
        if row.ladder not in percents:
            row.ladder = DEFAULT_LADDER
        reckoning.begin(row, Limit.of(limit) if limit is not None else None, due, percents[row.ladder])
        rows.append(row)
    return list(insert_many(rows))


RUNGS = CompiledQuery(
    lambda: LadderRung.objects.order_by("percent", "id").values_list("ladder__code", "percent", "audience", "urgent")
)


def ladders() -> dict[str, list[Rung]]:
    """The rungs of every ladder; the seed rows where a ladder is not in the database."""
    stored: dict[str, list[Rung]] = defaultdict(list)
    for code, percent, audience, urgent in RUNGS.rows():
        stored[code].append(Rung(percent, audience, urgent))
    return {**{row.code: list(row.rungs) for row in LADDERS}, **stored}


def ladder_for(percents: Iterable[int]) -> str:
    """The code of the ladder that a rule book asks for by its shares, as the parameter `reply.ladder` does (R-060).

    Of the ladders that ring at all of these shares, the one that rings fewest others until the time is up;
    among equals the ordinary one, then by code. The ordinary one too where none rings at all of them.
    """
    wanted = {int(percent) for percent in percents}
    fitting = []
    for code, rungs in ladders().items():
        shares = {rung.percent for rung in rungs}
        if wanted and wanted <= shares:
            others = len({share for share in shares - wanted if share <= DUE})
            fitting.append((others, code != DEFAULT_LADDER, code))
    return min(fitting)[2] if fitting else DEFAULT_LADDER


def change_deadlines(rows: DeadlineQuerySet, change: Callable[[Deadline], None]) -> list[Deadline]:
    """The one way in which a deadline changes: lock, change, write what the change touched."""
    touched: set[str] = set()
    with transaction.atomic():
        found = list(rows.select_for_update().order_by("id"))
        for row in found:
            before = [getattr(row, name) for name in CHANGED]
            change(row)
            if row.state != RUNNING:
                row.next_rung_at = None
            touched.update(name for name, was in zip(CHANGED, before, strict=True) if getattr(row, name) != was)
        names = [name for name in CHANGED if name in touched]
        if names and len(found) == 1:
            update_row(found[0], {name: getattr(found[0], name) for name in names})
        elif names:
            Deadline.objects.bulk_update(found, [name.removesuffix("_id") for name in names], batch_size=200)
    return found


def meet_deadline(kind: str, object_id: int, purpose: str, *, at: datetime | None = None) -> Deadline | None:
    """It was done: the clock stops. None if no clock was running."""
    at = at or timezone.now()

    def change(row: Deadline) -> None:
        row.state, row.met_at = MET, at

    return _one(change_deadlines(Deadline.objects.of(kind, object_id, purpose).open(), change))


STOP = (
    "UPDATE governance_deadline SET state = %s, met_at = %s, next_rung_at = NULL"
    " WHERE kind = %s AND object_id = %s AND purpose = %s AND state IN (%s, %s)"
)


def stop_clock(kind: str, object_id: int, purpose: str, *, at: datetime | None = None) -> bool:
    """`meet_deadline` in one statement, where nobody asks for the row; whether a clock was running."""
    met_at = connection.ops.adapt_datetimefield_value(at or timezone.now())
    with connection.cursor() as cursor:
        cursor.execute(STOP, [MET, met_at, kind, object_id, purpose, *OPEN_STATES])
        return bool(cursor.rowcount)


def cancel_deadline(
    kind: str, object_id: int, purpose: str | None = None, *, at: datetime | None = None
) -> list[Deadline]:
    """It need not be done any more: one purpose, or all clocks of the record. `met_at` keeps when: late stays late."""
    moment = at or timezone.now()

    def change(row: Deadline) -> None:
        row.state, row.met_at = CANCELLED, moment

    return change_deadlines(Deadline.objects.of(kind, object_id, purpose).open(), change)


def end_account_deadlines(account_id: int, *, but: Collection[str] = (), at: datetime | None = None) -> int:
    """Nothing is due on a closed account any more: cancel its open clocks, returns how many.

    `but` names the kinds of records that live on, and with them their clocks.
    """
    moment = at or timezone.now()

    def change(row: Deadline) -> None:
        row.state, row.met_at = CANCELLED, moment

    return len(change_deadlines(Deadline.objects.filter(account_id=account_id).exclude(kind__in=but).open(), change))


def pause_deadline(kind: str, object_id: int, purpose: str, *, at: datetime | None = None) -> Deadline | None:
    """Stop the clock for a while, keeping what is left."""
    at = at or timezone.now()

    def change(row: Deadline) -> None:
        row.spent = reckoning.spent_by(row, at)
        row.state, row.paused_at = PAUSED, at

    return _one(change_deadlines(Deadline.objects.of(kind, object_id, purpose).running(), change))


def resume_deadline(kind: str, object_id: int, purpose: str, *, at: datetime | None = None) -> Deadline | None:
    """Let the clock run on with what was left."""
    at = at or timezone.now()

    def change(row: Deadline) -> None:
        row.state, row.paused_at = RUNNING, None
        reckoning.restart(row, at)

    return _one(change_deadlines(Deadline.objects.of(kind, object_id, purpose).filter(state=PAUSED), change))


def reassign_deadlines(
    kind: str,
    object_id: int,
    owner: User | None,
    *,
    purpose: str | None = None,
    by: User | None = None,
    at: datetime | None = None,
) -> int:
    """Give the open clocks of a record to somebody else; their time goes on.

    `by` is the person who passed a task on, which is counted (R-121); leave and the system itself pass nothing on.
    """

    def change(row: Deadline) -> None:
        if by is not None and row.owner_id is not None and row.owner_id != (owner.pk if owner else None):
            row.passed_on += 1
        row.owner = owner

    return len(change_deadlines(Deadline.objects.of(kind, object_id, purpose).open(), change))


def recompute_deadlines(calendar: str, *, most: int | None = None) -> int:
    """Reckon the running deadlines of a calendar anew that were reckoned under another version of it (W-01)."""
    clock = clock_of(calendar, fresh=True)
    stale = Deadline.objects.running().filter(calendar=calendar).exclude(calendar_version=clock.plan.version)
    count, last = 0, 0
    while most is None or count < most:
        ids = list(stale.filter(id__gt=last).order_by("id").values_list("id", flat=True)[:RECKONED])
        if ids:
            last = ids[-1]
            change_deadlines(
                Deadline.objects.filter(id__in=ids, state=RUNNING), lambda row: reckoning.anew(row, clock)
            )
            count += len(ids)
        if len(ids) < RECKONED:
            break
    return count


def recompute_soon(calendar: str) -> int:
    """In the transaction of a change of the calendar: a page's worth at once, the sweep does the rest."""
    return recompute_deadlines(calendar, most=RECKONED)


def recompute_stale(now: datetime | None = None) -> int:
    """What was reckoned within the second before a change of its calendar is mended here, by the sweep."""
    since = (now or timezone.now()) - STALE_FOR
    changed = WorkCalendar.objects.filter(changed_at__gt=since).order_by("code").values_list("code", flat=True)
    return sum(recompute_deadlines(code) for code in list(changed))


def deadlines_of(kind: str, ids: Iterable[int]) -> dict[int, list[Deadline]]:
    """The open deadlines of many records in one query, soonest first."""
    found: dict[int, list[Deadline]] = defaultdict(list)
    rows = Deadline.objects.filter(kind=kind, object_id__in=list(ids)).open().defer("schedule")
    for row in rows.order_by("due_at", "id"):
        found[row.object_id].append(row)
    return dict(found)


def _one(rows: list[Deadline]) -> Deadline | None:
    return rows[0] if rows else None


@transaction.atomic
def seed(*, actor: User | None = None) -> None:
    """The ladders, once; what an operator changed stays."""
    for row in LADDERS:
        ladder, made = Ladder.objects.get_or_create(
            code=row.code, defaults={"name_zh": row.name_zh, "name_en": row.name_en}
        )
        if made:
            LadderRung.objects.bulk_create(
                LadderRung(ladder=ladder, percent=rung.percent, audience=rung.audience, urgent=rung.urgent)
                for rung in row.rungs
            )

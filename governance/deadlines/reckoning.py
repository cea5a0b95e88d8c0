"""Reckoning a deadline on its clock: when it is due, when each rung is. No database but the calendar."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from governance.deadlines.models import Deadline
from governance.deadlines.rules import RUNNING
from governance.worktime.clock import Clock, clock_of, missing_years
from governance.worktime.rules import UNITS_BY_CODE, WALL, Limit

# Schedules hold moments as SQLite does, "2026-09-18 09:40:00" in UTC, so that SQL can move them into a column.
STAMP_LENGTH = 19


def begin(deadline: Deadline, limit: Limit | None, due: datetime | None, percents: Sequence[int]) -> None:
    """Set clock, budget, due time and rungs of a deadline that starts at `started_at`.

    With both, `due` is when the limit ends, as the caller has reckoned it already.
    """
    clock = clock_of(deadline.calendar)
    deadline.counted_from, deadline.spent, deadline.position = deadline.started_at, 0, 0
    if limit is not None:
        deadline.limit, deadline.clock = limit.as_dict(), UNITS_BY_CODE[limit.unit].clock
    else:
        deadline.limit, deadline.clock = None, WALL
    _measure(deadline, clock, limit, due)
    deadline.schedule = [[percent, ""] for percent in percents]
    time_rungs(deadline, clock)


def anew(deadline: Deadline, clock: Clock) -> None:
    """Reckon a running deadline on the calendar as it now is; what was rung stays rung."""
    limit = Limit.of(deadline.limit) if deadline.limit else None
    if deadline.spent == 0:
        _measure(deadline, clock, limit, None if limit else deadline.due_at)
    else:
        deadline.due_at = clock.add(deadline.counted_from, deadline.budget - deadline.spent, deadline.clock)
    time_rungs(deadline, clock)


def _measure(deadline: Deadline, clock: Clock, limit: Limit | None, due: datetime | None) -> None:
    if limit is None:
        if due is None:
            raise ValueError("a deadline needs a limit or a due time")
        deadline.due_at = due
    else:
        deadline.due_at = due or clock.due(limit, deadline.started_at)
        deadline.provisional = bool(missing_years(clock, limit.unit, deadline.started_at, deadline.due_at))
    deadline.budget = max(0, clock.between(deadline.started_at, deadline.due_at, deadline.clock))


def time_rungs(deadline: Deadline, clock: Clock) -> None:
    """The moment of every rung and of the next one."""
    schedule = []
    for percent, _moment in deadline.schedule:
        left = deadline.budget * percent // 100 - deadline.spent
        moment = clock.add(deadline.counted_from, max(0, left), deadline.clock)
        if percent == 100:  # rung when it is due, not at the opening after it
            moment = deadline.due_at
        schedule.append([percent, str(moment.astimezone(UTC))[:STAMP_LENGTH]])
    deadline.schedule = schedule
    deadline.calendar_version = clock.plan.version
    deadline.next_rung_at = next_rung(deadline)


def next_rung(deadline: Deadline) -> datetime | None:
    """The moment of the next rung of a running deadline."""
    if deadline.state != RUNNING or deadline.position >= len(deadline.schedule):
        return None
    return moment_of(deadline.schedule[deadline.position][1])


def moment_of(stamp: str) -> datetime:
    """The moment that a schedule or a notice names."""
    return datetime.fromisoformat(stamp).replace(tzinfo=UTC)


def spent_by(deadline: Deadline, at: datetime) -> int:
    """Seconds of its clock that a deadline has used by then."""
    return deadline.spent + max(0, clock_of(deadline.calendar).between(deadline.counted_from, at, deadline.clock))


def restart(deadline: Deadline, at: datetime) -> None:
    """Let a paused deadline run on from `at` with what it had left."""
    clock = clock_of(deadline.calendar)
    deadline.counted_from = at
    left = deadline.budget - deadline.spent
    if left > 0:
        deadline.due_at = clock.add(at, left, deadline.clock)
    time_rungs(deadline, clock)

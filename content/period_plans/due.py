"""When a plan must be approved: so many working days before its period, by the rule book (R-017)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

from content.period_plans.places import calendar_of, where_of
from content.period_plans.rules import AHEAD, DAY
from governance.public import Limit, clock_of, param

if TYPE_CHECKING:
    from accounts.public import PlatformAccount

# A rule book asks for days; further back nobody looks.
FURTHEST = 400
MOMENT = timedelta(seconds=1)


def due_of(
    starts_on: date, account: PlatformAccount | None, pack: str, at: datetime | None = None
) -> tuple[datetime, str]:
    """The close of the last working day that leaves the whole limit before the period begins, and its calendar."""
    code = calendar_of(account, pack, at)
    clock, limit = clock_of(code), Limit.of(param(AHEAD, at=at, **where_of(account, pack)).value)
    begins = datetime.combine(starts_on, time.min, clock.plan.zone)
    for back in range(1, FURTHEST):
        day = starts_on - back * DAY
        spans = clock.plan.spans_on(day)
        if spans:
            closing = datetime.combine(day, spans[-1][1], clock.plan.zone)
            # At the very close the next day would count; the moment before it still belongs to this one.
            if clock.due(limit, closing - MOMENT) <= begins:
                return closing, code
    return begins - timedelta(days=FURTHEST), code

"""What is wrong with a row of daily figures: pure checks (R-088, K-4.4.1, O-6.2.1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from statistics import median

# A jump is measured against so many days before it, and needs at least so many of them.
LOOK_BACK, LEAST_DAYS = 28, 10
# The median deviation of a normal spread, and the least spread: a share of the level, and one unit.
SPREAD, LEAST_SHARE = 1.4826, 0.25


def missing_days(days: Mapping[date, float], first: date, last: date) -> list[date]:
    """Days from `first` to `last` without a figure."""
    count = (last - first).days + 1
    return [day for i in range(count) if (day := first + timedelta(days=i)) not in days]


def jumps(series: Sequence[tuple[date, float]], since: date, sigma: float) -> list[date]:
    """Days from `since` on whose figure lies further than `sigma` deviations from the weeks before."""
    found = []
    for place, (day, value) in enumerate(series):
        before = [earlier for _day, earlier in series[max(0, place - LOOK_BACK) : place]]
        if day < since or len(before) < LEAST_DAYS:
            continue
        middle = median(before)
        spread = max(SPREAD * median(abs(one - middle) for one in before), LEAST_SHARE * abs(middle), 1.0)
        if abs(value - middle) > sigma * spread:
            found.append(day)
    return found


def agrees(ours: float, theirs: float, tolerance: float) -> bool:
    """Whether two figures agree within so many per cent of the platform's."""
    return abs(ours - theirs) * 100 <= tolerance * abs(theirs)

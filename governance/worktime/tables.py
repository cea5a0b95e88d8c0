"""The table of working time: every open span of a run of years with the seconds worked before it.

Pure. A deadline is two bisections in it, in UTC throughout, so that no zone conversion stands in the way
and a clock change at night costs or gives the hour that it really does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from governance.worktime.rules import MAKEUP

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
Span = tuple[time, time]


@dataclass(frozen=True, slots=True)
class SpecialDay:
    """A day that differs from its weekday, and why."""

    kind: str
    name_zh: str
    name_en: str


@dataclass(frozen=True)
class Plan:
    """All that a calendar says, as read from the database."""

    code: str
    name_zh: str
    name_en: str
    zone: ZoneInfo
    hours: Mapping[int, Sequence[Span]]
    days: Mapping[date, SpecialDay] = field(default_factory=dict)
    years: frozenset[int] = frozenset()
    version: int = 0

    def works_on(self, day: date) -> bool:
        special = self.days.get(day)
        if special is not None:
            return special.kind == MAKEUP
        return bool(self.hours.get(day.weekday()))

    def spans_on(self, day: date) -> Sequence[Span]:
        """The open spans of that day; a make-up day takes the hours of the first weekday that has any."""
        if not self.works_on(day):
            return ()
        return self.hours.get(day.weekday()) or self.hours[min(self.hours)]

    def provisional(self, first: date, last: date) -> list[int]:
        """The years from first to last whose table is missing."""
        return [year for year in range(first.year, last.year + 1) if year not in self.years]


def seconds_of(at: datetime) -> int:
    """Whole seconds since 1970, without the float of timestamp()."""
    passed = at - EPOCH
    return passed.days * 86400 + passed.seconds


class SpanTable:
    """Open spans from the first of January of `first` to the end of `last`, in seconds since 1970."""

    __slots__ = ("before", "begins", "ends", "first", "last", "worked")

    def __init__(self, spans: Iterable[tuple[int, int]], first: int, last: int) -> None:
        self.first, self.last = first, last
        self.begins: list[int] = []
        self.ends: list[int] = []
        self.before: list[int] = []  # seconds worked before the span
        self.worked: list[int] = []  # seconds worked at its end
        total = 0
        for begin, end in spans:
            self.begins.append(begin)
            self.ends.append(end)
            self.before.append(total)
            total += end - begin
            self.worked.append(total)

    def worked_at(self, second: int) -> int:
        """Seconds worked from the beginning of the table to that second."""
        at = bisect_right(self.begins, second) - 1
        if at < 0:
            return 0
        end = self.ends[at]
        return self.before[at] + (second if second < end else end) - self.begins[at]

    def is_open(self, second: int) -> bool:
        at = bisect_right(self.begins, second) - 1
        return at >= 0 and second < self.ends[at]

    def opening(self, second: int) -> int | None:
        """That second if it is open, else the next opening; None beyond the table."""
        at = bisect_right(self.begins, second) - 1
        if at >= 0 and second < self.ends[at]:
            return second
        return self.begins[at + 1] if at + 1 < len(self.begins) else None

    def add(self, second: int, amount: int) -> int | None:
        """The end of the last of `amount` open seconds counted from `second`; None beyond the table."""
        if amount <= 0:
            return self.opening(second)
        at = bisect_right(self.begins, second) - 1
        if at < 0:
            wanted = amount
        else:
            end = self.ends[at]
            wanted = self.before[at] + (second if second < end else end) - self.begins[at] + amount
        at = bisect_left(self.worked, wanted)
        if at == len(self.worked):
            return None
        return self.begins[at] + wanted - self.before[at]


def build(plan: Plan, first: int, last: int, *, whole_days: bool = False) -> SpanTable:
    """The table of a plan; `whole_days` opens each working day from midnight to midnight."""
    return SpanTable(_spans(plan, first, last, whole_days), first, last)


def _spans(plan: Plan, first: int, last: int, whole_days: bool) -> Iterable[tuple[int, int]]:
    day, stop = date(first, 1, 1), date(last + 1, 1, 1)
    while day < stop:
        if whole_days:
            if plan.works_on(day):
                yield _second(plan.zone, day, time.min), _second(plan.zone, day + DAY, time.min)
        else:
            for opens, closes in plan.spans_on(day):
                yield _second(plan.zone, day, opens), _second(plan.zone, day, closes)
        day += DAY


def _second(zone: ZoneInfo, day: date, at: time) -> int:
    return seconds_of(datetime.combine(day, at, tzinfo=zone).astimezone(UTC))


def joined(days: Sequence[date]) -> list[tuple[date, date]]:
    """Runs of consecutive days, as (first, last)."""
    if not days:
        return []
    breaks = [0, *(n for n, (a, b) in enumerate(pairwise(days), 1) if b - a != DAY), len(days)]
    return [(days[a], days[b - 1]) for a, b in pairwise(breaks)]

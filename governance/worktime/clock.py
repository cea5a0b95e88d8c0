"""Asking the working calendars: when is it due, is it open, how long was it (W-01, W-03, K-4.3.1).

Tables are kept in the process. A version counter on the calendar's row says when they are stale; it is read
at most once a second, and a deadline reckoned within that second is mended by the sweep, which reckons anew
whatever was reckoned under an older version.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from time import monotonic
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from governance.refusals.exceptions import Refused
from governance.worktime.models import WorkCalendar
from governance.worktime.rules import (
    CALENDARS_BY_CODE,
    FIRST_SEEDED_YEAR,
    SEEDED_YEARS_AHEAD,
    UNITS_BY_CODE,
    WALL,
    WORK,
    CalendarRow,
    Limit,
)
from governance.worktime.seeding import days_of_year
from governance.worktime.tables import EPOCH, Plan, Span, SpanTable, SpecialDay, build, seconds_of

FRESH_SECONDS = 1.0
# Years kept beside the loaded ones; a deadline beyond makes the table longer.
SPARE_YEARS = 2
# What is shown and counted lies between; what people type, within still narrower years.
FIRST_YEAR, LAST_YEAR = 1900, 2300
# Longer than all the years between: whatever lasts longer ends out of reach.
REACH_SECONDS = (LAST_YEAR - FIRST_YEAR) * 366 * 86_400


class Clock:
    """One calendar with its tables, as of one version."""

    __slots__ = ("_tables", "fresh_until", "plan", "stamp")

    def __init__(self, plan: Plan, stamp: object) -> None:
        self.plan = plan
        self.stamp = stamp
        self.fresh_until = monotonic() + FRESH_SECONDS
        self._tables: dict[str, SpanTable] = {}

    def table(self, clock: str, year: int) -> SpanTable:
        """The table of that clock, made longer if `year` lies outside."""
        table = self._tables.get(clock)
        if table is None or not table.first < year < table.last:
            _within_reach(year)
            known = self.plan.years or frozenset({year})
            first = min(year, min(known), table.first + 1 if table else year) - 1
            last = max(year, max(known), table.last - 1 if table else year) + SPARE_YEARS
            table = self._tables[clock] = build(self.plan, first, last, whole_days=clock != WORK)
        return table

    def add(self, start: datetime, seconds: int, clock: str = WORK) -> datetime:
        """The moment at which `seconds` have passed on that clock since `start`."""
        _within_reach(start.year)
        if clock == WALL:
            return _later(start, timedelta(seconds=min(seconds, REACH_SECONDS)))
        begin = seconds_of(start)
        table = self._tables.get(clock)
        if table is None or not table.first < start.year < table.last:
            table = self.table(clock, start.year)
        found = table.add(begin, seconds)
        while found is None:
            table = self.table(clock, table.last + (table.last - table.first))
            found = table.add(begin, seconds)
        return EPOCH + timedelta(0, found)

    def between(self, start: datetime, end: datetime, clock: str = WORK) -> int:
        """Seconds that pass on that clock from start to end; negative if end lies before start."""
        if clock == WALL:
            return int((end - start).total_seconds())
        self.table(clock, start.year)
        table = self.table(clock, end.year)
        return table.worked_at(seconds_of(end)) - table.worked_at(seconds_of(start))

    def is_open(self, at: datetime) -> bool:
        return self.table(WORK, at.year).is_open(seconds_of(at))

    def local(self, at: datetime) -> datetime:
        return at.astimezone(self.plan.zone)

    def add_working_days(self, start: datetime, days: int) -> datetime:
        """The same time of day on the n-th working day after the clock starts, within that day's hours."""
        begin = self.local(self.add(start, 0))
        if days <= 0:
            return begin.astimezone(UTC)
        day, at = begin.date(), begin.time()
        for _n in range(days):
            day = self._next_working_day(day)
        return datetime.combine(day, self._within(day, at), tzinfo=self.plan.zone).astimezone(UTC)

    def _next_working_day(self, day: date) -> date:
        noon = datetime.combine(day + timedelta(days=1), time.min, tzinfo=self.plan.zone)
        return self.local(self.add(noon, 0)).date()

    def _within(self, day: date, at: time) -> time:
        spans = self.plan.spans_on(day)
        for opens, closes in spans:
            if at < opens:
                return opens
            if at <= closes:
                return at
        return spans[-1][1]

    def due(self, limit: Limit, start: datetime) -> datetime:
        """When that limit ends, whatever it is counted in."""
        unit = UNITS_BY_CODE[limit.unit]
        if unit.seconds is not None:
            return self.add(start, limit.amount * unit.seconds, unit.clock)
        if unit.clock == WORK:
            return self.add_working_days(start, limit.amount)
        _within_reach(start.year)
        return _later(self.local(start), timedelta(days=min(limit.amount, REACH_SECONDS // 86_400))).astimezone(UTC)


def _within_reach(year: int) -> None:
    if not FIRST_YEAR < year < LAST_YEAR:
        raise Refused(_("This date is too far away for a working calendar. Please check it."))


def _later(start: datetime, length: timedelta) -> datetime:
    end = start + length
    _within_reach(end.year)
    return end


_clocks: dict[str, Clock] = {}


def forget() -> None:
    """Read every calendar anew at its next use."""
    _clocks.clear()


def clock_of(code: str, *, fresh: bool = False) -> Clock:
    """The calendar of that code, as fresh as a second (or asked anew); as shipped where `setup` has not run."""
    known = _clocks.get(code)
    if known is not None and not fresh and monotonic() < known.fresh_until:
        return known
    row = WorkCalendar.objects.filter(code=code).first()
    stamp = (row.version, row.changed_at) if row else None
    if known is not None and known.stamp == stamp:
        known.fresh_until = monotonic() + FRESH_SECONDS
        return known
    clock = _clocks[code] = Clock(_plan(row) if row else shipped(code), stamp)
    return clock


@cache
def shipped(code: str) -> Plan:
    """A calendar as `setup` would enter it; an unknown code has plain weekends in UTC, provisional for ever."""
    row = CALENDARS_BY_CODE.get(code)
    if row is None:
        row = CalendarRow(code, code, code, "UTC")
        return Plan(code, code, code, ZoneInfo(row.zone), hours_of(row))
    tables = {year: days_of_year(code, year) for year in seeded_years(timezone.now())}
    known = {year: table[1] for year, table in tables.items() if table is not None}
    days = {day: special for table in known.values() for day, special in table.items()}
    return Plan(code, row.name_zh, row.name_en, ZoneInfo(row.zone), hours_of(row), days, frozenset(known))


def seeded_years(now: datetime) -> range:
    """The years that `setup` asks the libraries for."""
    return range(FIRST_SEEDED_YEAR, now.year + SEEDED_YEARS_AHEAD + 1)


def hours_of(row: CalendarRow) -> dict[int, list[Span]]:
    """The weekly hours of a seed row."""
    return {weekday: [(time.fromisoformat(row.opens), time.fromisoformat(row.closes))] for weekday in row.weekdays}


def _plan(row: WorkCalendar) -> Plan:
    hours: dict[int, list[Span]] = {}
    for weekday, opens, closes in row.spans.order_by("weekday", "opens").values_list("weekday", "opens", "closes"):
        hours.setdefault(weekday, []).append((opens, closes))
    return Plan(
        code=row.code,
        name_zh=row.name_zh,
        name_en=row.name_en,
        zone=ZoneInfo(row.zone),
        hours=hours or shipped(row.code).hours,
        days={
            day: SpecialDay(kind, zh, en)
            for day, kind, zh, en in row.days.values_list("day", "kind", "name_zh", "name_en")
        },
        years=frozenset(row.years.values_list("year", flat=True)),
        version=row.version,
    )


def due_at(calendar_code: str, start: datetime, minutes: int) -> datetime:
    """When `minutes` of working time have passed since `start`; the clock waits for the next opening (W-03)."""
    known = _clocks.get(calendar_code)
    if known is None or monotonic() >= known.fresh_until:
        known = clock_of(calendar_code)
    return known.add(start, minutes * 60)


def working_minutes_between(code: str, start: datetime, end: datetime) -> int:
    """Whole working minutes from start to end."""
    return clock_of(code).between(start, end) // 60


def is_working(code: str, at: datetime) -> bool:
    """Whether the calendar is open at that moment."""
    return clock_of(code).is_open(at)


def add_working_days(code: str, start: datetime, days: int) -> datetime:
    """The same time of day, `days` working days later."""
    return clock_of(code).add_working_days(start, days)


def missing_years(clock: Clock, unit: str, start: datetime, due: datetime) -> list[int]:
    """The years that a due time leans on although their table is missing."""
    if UNITS_BY_CODE[unit].clock == WALL:
        return []
    return clock.plan.provisional(clock.local(start).date(), clock.local(due).date())

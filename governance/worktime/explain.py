"""Saying in words why something is due when it is (W-03).

These sentences are stored beside the deadline in both languages, so they are written here as rows of two
languages and not in the catalogue.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import groupby

from governance.worktime.clock import Clock, clock_of, missing_years
from governance.worktime.rules import HOLIDAY, MAKEUP, UNITS_BY_CODE, WALL, Limit
from governance.worktime.tables import DAY, joined

# Beyond this nobody reads a list of holidays.
NAMED_DAYS, NAMED_RUNS = 120, 3

WEEKDAYS_ZH = ("周一", "周二", "周三", "周四", "周五", "周六", "周日")
WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MONTHS_EN = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Words:
    """The pieces of an explanation in one language."""

    moment: Callable[[datetime, bool], str]
    days: Callable[[date, date], str]
    whole: str
    makeup: str
    starts: str
    holidays: str
    provisional: str
    calendar: str
    between: str


def _moment_zh(at: datetime, year: bool) -> str:
    head = f"{at.year}年" if year else ""
    return f"{head}{at.month}月{at.day}日（{WEEKDAYS_ZH[at.weekday()]}）{at:%H:%M}"


def _moment_en(at: datetime, year: bool) -> str:
    tail = f" {at.year}" if year else ""
    return f"{at:%H:%M} on {WEEKDAYS_EN[at.weekday()]} {at.day} {MONTHS_EN[at.month - 1]}{tail}"


def _days_zh(first: date, last: date) -> str:
    if first == last:
        return f"{first.month}月{first.day}日"
    return f"{first.month}月{first.day}日至{last.month}月{last.day}日"


def _days_en(first: date, last: date) -> str:
    end = f"{last.day} {MONTHS_EN[last.month - 1]}"
    if first == last:
        return end
    begin = str(first.day) if first.month == last.month else f"{first.day} {MONTHS_EN[first.month - 1]}"
    return f"{begin} to {end}"


WORDS = {
    "zh": Words(
        moment=_moment_zh,
        days=_days_zh,
        whole="{start}起{amount} = {due}",
        makeup="，当天是调休上班日",
        starts="；从{opening}开始计时",
        holidays="；{days}{name}放假，不计时",
        provisional="；暂定：缺少{years}年的节假日表，仅按周末推算",
        calendar="（按{name}日历和{name}时间）",
        between="、",
    ),
    "en": Words(
        moment=_moment_en,
        days=_days_en,
        whole="{amount} from {start} = {due}",
        makeup=", a make-up working day",
        starts="; the clock starts at {opening}",
        holidays="; {days} ({name}) not counted",
        provisional="; provisional: the table of holidays for {years} is missing, plain weekends assumed",
        calendar=" (calendar and time of {name})",
        between=", ",
    ),
}


@dataclass(frozen=True, slots=True)
class Due:
    """A due time with its reason in both languages; provisional if a table of days was missing (W-02)."""

    due_at: datetime
    explain_zh: str
    explain_en: str
    provisional: bool


def due_for(limit: Limit, calendar_code: str, start: datetime) -> Due:
    """When a limit ends and why, in words of both languages."""
    clock = clock_of(calendar_code)
    due = clock.due(limit, start)
    return explained(clock, limit, start, due)


def explained(clock: Clock, limit: Limit, start: datetime, due: datetime) -> Due:
    """A due time that is known already, with its reason."""
    missing = missing_years(clock, limit.unit, start, due)
    zh, en = (explain(clock, limit, start, due, missing, language) for language in WORDS)
    return Due(due, zh, en, bool(missing))


def amount_in_words(limit: Limit, language: str) -> str:
    """1 h, 2 working days, 24 小时（不停表）."""
    unit = UNITS_BY_CODE[limit.unit]
    if language == "zh":
        return f" {limit.amount} {unit.zh}"
    return f"{limit.amount} {unit.en if limit.amount == 1 else unit.en_plural}"


def explain(clock: Clock, limit: Limit, start: datetime, due: datetime, missing: list[int], language: str) -> str:
    """One sentence: how much from when is when, and which days make it so."""
    words, plan = WORDS[language], clock.plan
    begin, end = clock.local(start), clock.local(due)
    year = begin.year != end.year
    text = words.whole.format(
        amount=amount_in_words(limit, language), start=words.moment(begin, year), due=words.moment(end, year)
    )
    unit = UNITS_BY_CODE[limit.unit]
    if unit.clock != WALL:
        special = plan.days.get(end.date())
        if special is not None and special.kind == MAKEUP:
            text += words.makeup
        opening = clock.local(clock.add(start, 0, unit.clock))
        if opening - begin >= timedelta(minutes=1):
            text += words.starts.format(opening=words.moment(opening, year))
        for name, first, last in _holidays(clock, begin.date(), end.date(), language):
            text += words.holidays.format(days=words.days(first, last), name=name)
        if missing:
            text += words.provisional.format(years=words.between.join(map(str, missing)))
    return text + words.calendar.format(name=plan.name_zh if language == "zh" else plan.name_en)


def _holidays(clock: Clock, first: date, last: date, language: str) -> Iterator[tuple[str, date, date]]:
    if (last - first).days > NAMED_DAYS:
        return
    found: list[tuple[str, date]] = []
    day = first
    while day <= last:
        special = clock.plan.days.get(day)
        if special is not None and special.kind == HOLIDAY:
            found.append((special.name_zh if language == "zh" else special.name_en, day))
        day += DAY
    runs = [
        (name, *run) for name, days in groupby(found, key=lambda row: row[0]) for run in joined([d for _n, d in days])
    ]
    yield from runs[:NAMED_RUNS]

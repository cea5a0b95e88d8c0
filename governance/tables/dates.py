"""The forms of dates that exports use. Pure. A date is the platform's own and is never converted.

A time without a zone is read in the zone of the site (settings.TIME_ZONE). Ambiguous forms (01-02-2026)
are decided by their whole column or refused; dates without a year take it from the range of the export.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import UTC, date, datetime, time, timedelta, timezone
from itertools import pairwise
from zoneinfo import ZoneInfo

from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.tables.refusal import BadCell

EARLIEST = date(2000, 1, 1)
# Somewhere on earth it is tomorrow already.
EASTMOST = timedelta(hours=14)

EMPTY = _("The date is empty.")
UNREADABLE = _("This is not a date in a form that this file may use.")
IMPOSSIBLE = _("There is no such date.")
FUTURE = _("This date lies in the future.")
TOO_FAR = _("This date lies very far ahead. Please look at its year.")
TOO_EARLY = _("This date lies before the year 2000.")
AMBIGUOUS = _("It is not clear which number is the day and which the month: write the date as YYYY-MM-DD.")
SERIAL_RANGE = _("This number is out of the range of dates.")

_MONTHS = {
    "jan january janeiro enero ene": 1, "feb february fevereiro fev febrero": 2, "mar march março marco marzo": 3,
    "apr april abril abr": 4, "may maio mai mayo": 5, "jun june junho junio": 6, "jul july julho julio": 7,
    "aug august agosto ago": 8, "sep sept september setembro set septiembre setiembre": 9,
    "oct october outubro out octubre": 10, "nov november novembro noviembre": 11,
    "dec december dezembro dez diciembre dic": 12,
}  # fmt: skip
MONTHS = {name: number for names, number in _MONTHS.items() for name in names.split()}

_CLOCK = r"(?:[T ]+(?P<H>[0-9]{1,2}):(?P<M>[0-9]{2})(?::(?P<S>[0-9]{2})(?:\.[0-9]{1,9})?)?)"
_ZONE = r"(?P<zone>Z| ?[+-][0-9]{2}:?[0-9]{2})?"
_HALF = r"(?P<half> ?[AaPp][Mm])?"
_WEEKDAY = r"(?:[A-Za-zçáéêó-]{2,14}\.?,? )?"
PATTERNS = {
    "iso": re.compile(rf"(?P<y>[0-9]{{4}})-(?P<m>[0-9]{{1,2}})-(?P<d>[0-9]{{1,2}})(?:{_CLOCK}{_ZONE})?"),
    "slash": re.compile(rf"(?P<y>[0-9]{{4}})/(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}}){_CLOCK}?"),
    "compact": re.compile(r"(?P<y>20[0-9]{2})(?P<m>[0-9]{2})(?P<d>[0-9]{2})"),
    "cn": re.compile(
        r"(?P<y>[0-9]{4})年(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"
        r"(?: ?(?P<H>[0-9]{1,2})[时:](?P<M>[0-9]{2})(?:[分:](?P<S>[0-9]{2})秒?)?分?)?"
    ),
    "words": re.compile(
        rf"{_WEEKDAY}(?P<name>[A-Za-zç]{{3,10}})\.? (?P<d>[0-9]{{1,2}}),? (?P<y>[0-9]{{4}})(?:,?{_CLOCK}{_HALF})?"
    ),
    "words_day_first": re.compile(
        rf"{_WEEKDAY}(?P<d>[0-9]{{1,2}})(?: de)? (?P<name>[A-Za-zç]{{3,10}})\.?(?: de)? (?P<y>[0-9]{{4}}){_CLOCK}?"
    ),
    "us": re.compile(rf"(?P<m>[0-9]{{1,2}})/(?P<d>[0-9]{{1,2}})/(?P<y>[0-9]{{4}})(?:{_CLOCK}{_HALF})?"),
}
YEARLESS = (
    re.compile(r"(?P<name>[A-Za-zç]{3,10})\.? (?P<d>[0-9]{1,2})"),
    re.compile(r"(?P<d>[0-9]{1,2})(?: de)? (?P<name>[A-Za-zç]{3,10})\.?"),
    re.compile(r"(?P<m>[0-9]{1,2})月(?P<d>[0-9]{1,2})日"),
)
# 01-02-2026 in any file; 01/02/2026 where the profile does not say that the month comes first.
TWO_WAYS = re.compile(r"(?P<a>[0-9]{1,2})(?P<sep>[-/.])(?P<b>[0-9]{1,2})(?P=sep)(?P<y>[0-9]{4})")
SERIAL = re.compile(r"-?[0-9]{1,9}(?:\.[0-9]+)?")


def month_day(text: str) -> tuple[int, int] | None:
    """Month and day of a date without a year (April 12, 8 de marzo, 4月12日)."""
    for pattern in YEARLESS:
        found = pattern.fullmatch(text.strip())
        if found:
            groups = found.groupdict()
            month = MONTHS.get(groups["name"].lower()) if groups.get("name") else int(groups["m"])
            if month:
                return month, int(groups["d"])
    return None


class DateReader:
    """Reads the dates of one column: `formats` of the profile, one zone, one idea of today."""

    def __init__(self, formats: Iterable[str], *, now: datetime, zone: ZoneInfo, serials: bool = False) -> None:
        self.patterns = [PATTERNS[name] for name in formats]
        self.zone = zone
        self.serials = serials
        self.epoch = datetime(1899, 12, 30)
        self.last_day = (now.astimezone(UTC) + EASTMOST).date()
        self.beyond: Sentence = FUTURE
        self.day_first: bool | None = None
        self.year_of: Callable[[int, int], int | None] | None = None

    def look_ahead(self, ahead: timedelta) -> None:
        """Read days of the future, too, up to that far ahead."""
        if ahead:
            self.last_day, self.beyond = self.last_day + ahead, TOO_FAR

    def read(self, text: str) -> tuple[date, datetime | None]:
        """The platform's own date, and the moment where the cell holds a time."""
        text = text.strip()
        if not text:
            raise BadCell(EMPTY)
        day, moment = self._read(text)
        if day < EARLIEST:
            raise BadCell(TOO_EARLY)
        if day > self.last_day:
            raise BadCell(self.beyond)
        return day, moment

    def _read(self, text: str) -> tuple[date, datetime | None]:
        for pattern in self.patterns:
            found = pattern.fullmatch(text)
            if found:
                return self._from_groups(found.groupdict())
        if self.serials and SERIAL.fullmatch(text):
            return self._from_serial(float(text))
        both = TWO_WAYS.fullmatch(text)
        if both:
            return self._two_ways(int(both["a"]), int(both["b"]), int(both["y"])), None
        bare = month_day(text) if self.year_of else None
        if bare and self.year_of:
            year = self.year_of(*bare)
            if year is None:
                raise BadCell(IMPOSSIBLE)
            return _day(year, *bare), None
        raise BadCell(UNREADABLE)

    def _two_ways(self, first: int, second: int, year: int) -> date:
        if self.day_first is None:
            if first <= 12 and second <= 12 and first != second:
                raise BadCell(AMBIGUOUS)
            return _day(year, second, first) if first > 12 else _day(year, first, second)
        return _day(year, second, first) if self.day_first else _day(year, first, second)

    def _from_serial(self, number: float) -> tuple[date, datetime | None]:
        if not 36526 <= number < 2958466:
            raise BadCell(SERIAL_RANGE)
        moment = self.epoch + timedelta(seconds=round(number * 86400))
        return moment.date(), moment.replace(tzinfo=self.zone) if number % 1 else None

    def _from_groups(self, groups: dict[str, str | None]) -> tuple[date, datetime | None]:
        month = MONTHS.get((groups["name"] or "").lower()) if "name" in groups else int(groups["m"] or 0)
        if month is None:
            raise BadCell(UNREADABLE)
        day = _day(int(groups["y"] or 0), month, int(groups["d"] or 0))
        if not groups.get("H"):
            return day, None
        hour = int(groups["H"] or 0)
        half = (groups.get("half") or "").strip().lower()
        if half:
            if not 1 <= hour <= 12:
                raise BadCell(IMPOSSIBLE)
            hour = hour % 12 + (12 if half == "pm" else 0)
        try:
            clock = time(hour, int(groups["M"] or 0), int(groups.get("S") or 0))
        except ValueError:
            raise BadCell(IMPOSSIBLE) from None
        return day, datetime.combine(day, clock, tzinfo=self._zone(groups.get("zone")))

    def _zone(self, text: str | None) -> timezone | ZoneInfo:
        text = (text or "").strip()
        if not text:
            return self.zone
        if text == "Z":
            return UTC
        minutes = int(text[1:3]) * 60 + int(text[-2:])
        if minutes > 14 * 60:
            raise BadCell(IMPOSSIBLE)
        return timezone(timedelta(minutes=minutes if text[0] == "+" else -minutes))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise BadCell(IMPOSSIBLE) from None


def day_first_in(texts: Iterable[str]) -> bool | None:
    """Whether a column of 01-02-2026 puts the day first; None where the column does not say."""
    days: list[tuple[int, int, int]] = []
    for text in texts:
        found = TWO_WAYS.fullmatch(text.strip())
        if found:
            days.append((int(found["a"]), int(found["b"]), int(found["y"])))
    first = any(a > 12 for a, _b, _y in days)
    second = any(b > 12 for _a, b, _y in days)
    if first != second:
        return first
    return None


def years_of(texts: Iterable[str], *, last_day: date) -> dict[tuple[int, int], int] | None:
    """The year of each month and day of a daily series without years.

    The series runs up to the newest date that is not in the future; where the months turn back, a year
    ends (Feb 28 .. Feb 27). None where a date stands twice or the series has no order.
    """
    days = [found for text in texts if (found := month_day(text))]
    if len(set(days)) != len(days) or not days:
        return None
    try:
        places = [date(2000, *day).toordinal() for day in days]
    except ValueError:
        return None
    # Forwards or backwards: which way round the year is the shorter step, most of the time.
    forwards = sum((later - earlier) % 366 < 183 for earlier, later in pairwise(places))
    if forwards * 2 < len(days) - 1:
        days.reverse()
    turns = sum(b < a for a, b in pairwise(days))
    if turns > 1:
        return None
    for year in range(last_day.year, last_day.year - 8, -1):
        years: dict[tuple[int, int], int] = {}
        current, previous = year - turns, days[0]
        for day in days:
            if day < previous:
                current += 1
            years[day], previous = current, day
        try:
            newest = date(years[days[-1]], *days[-1])
            for month, number in days:
                date(years[month, number], month, number)
        except ValueError:
            continue
        if newest <= last_day:
            return years
    return None

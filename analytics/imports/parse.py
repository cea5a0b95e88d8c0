"""From rows of text to figures: every cell is read by its column's form, every refusal names row and column. Pure."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.imports.dates import PATTERNS, DateReader, day_first_in, month_day, years_of
from analytics.imports.numbers import FORMS, Number
from analytics.imports.profiles import Column, Match
from analytics.imports.refusal import BadCell, FileRefused, RowError
from analytics.imports.rules import ERRORS_SHOWN
from analytics.imports.table import blank
from analytics.imports.text import NulFound
from analytics.metrics.rules import POST_COLUMNS

TITLE, URL, EXTERNAL_ID, TYPE, PART = 300, 600, 100, 40, 60
CACHED = 20_000
# Excel wrote a long number as 7.12E+18: the last digits are gone.
MANGLED = re.compile(r"[0-9](?:\.[0-9]+)?[eE]\+?[0-9]{2}")
EMPTY = gettext_lazy("This must not be empty.")
TOO_LONG = gettext_lazy("This is too long.")
LOST_DIGITS = gettext_lazy("A spreadsheet has cut the digits of this number. Import the file as the platform gave it.")
WORKBOOKS = frozenset({"xlsx", "xls", "xml"})
Stored = tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """For which account a file is read, and when."""

    account_id: int
    handle: str
    platform: str
    now: datetime
    zone: ZoneInfo
    metric_ids: dict[str, int]


@dataclass(slots=True)
class Reading:
    """What was found while reading: counts, refusals, the span of days, the months that the file speaks of."""

    rows: int = 0
    bad: int = 0
    errors: list[RowError] = field(default_factory=list)
    first_day: date | None = None
    last_day: date | None = None
    notes: list[str] = field(default_factory=list)

    def refuse(self, row: int | None, column: str | None, value: str | None, message: Any) -> None:
        """Note one refusal; only the first hundred are kept."""
        self.bad += 1
        if len(self.errors) < ERRORS_SHOWN:
            self.errors.append(RowError(row, column, value, message))

    def saw(self, day: date) -> None:
        """Widen the span."""
        if self.first_day is None or day < self.first_day:
            self.first_day = day
        if self.last_day is None or day > self.last_day:
            self.last_day = day


class Parser:
    """Reads the table of one match. `stored_day` and `stored_moment` write dates as the database wants them."""

    def __init__(
        self,
        match: Match,
        scope: Scope,
        *,
        stored_day: Callable[[date], Any] = lambda day: day,
        stored_moment: Callable[[datetime], Any] = lambda moment: moment,
    ) -> None:
        self.match = match
        self.scope = scope
        self.profile = match.profile
        self.reading = Reading()
        self.stored_day = stored_day
        self.stored_moment = stored_moment
        self.at = {column.role: index for index, column in match.found.items() if column.role != "metric"}
        self.metrics = [(index, column) for index, column in match.found.items() if column.role == "metric"]
        self.forms = [(index, self._form(column)) for index, column in self.metrics]
        self.codes = [column.metric or match.banner_metric for _index, column in self.metrics]
        self.basis = "day" if self.profile.shape.endswith("_day") or "day" in self.at else "lifetime"
        self.of_posts = self.profile.shape == "post_lifetime"
        self.dates: dict[str, tuple[date, datetime | None]] = {}
        self.today = scope.now.astimezone(scope.zone).date()
        self.as_of = self.today
        self.readers: dict[str, DateReader] = {}
        for role in ("day", "published", "as_of"):
            if role in self.at:
                self.readers[role] = self._date_reader(role)

    # --- columns ------------------------------------------------------------------------------------

    def _form(self, column: Column) -> Callable[[str], Number]:
        form = FORMS[column.form]
        missing = self.profile.missing
        if not missing:
            return form
        return lambda text: None if text.strip() in missing else form(text)

    def _date_reader(self, role: str) -> DateReader:
        column = self.match.found[self.at[role]]
        formats = [name for name in column.formats if name in PATTERNS]
        serials = "serial" in column.formats or self.match.table.kind in WORKBOOKS
        if serials and "iso" not in formats:
            formats.append("iso")
        reader = DateReader(formats, now=self.scope.now, zone=self.scope.zone, serials=serials)
        if role == "day" and not self.of_posts and "us" not in formats:
            reader.day_first = day_first_in(self._column(self.at[role]))
        if "yearless" in column.formats:
            self._years(role, reader)
        return reader

    def _column(self, index: int) -> Iterator[str]:
        for number, cells in self.match.table.rows():
            if number > self.match.header_row and len(cells) > index:
                yield cells[index]

    def _years(self, role: str, reader: DateReader) -> None:
        """Dates without a year: a daily series ends at its newest possible day, a post precedes its export."""
        if role == "published":
            reader.year_of = lambda month, day: _year_before(month, day, self.as_of)
        elif role == "as_of":
            reader.year_of = lambda month, day: _year_before(month, day, self.today)
        else:
            texts = [text for text in self._column(self.at[role]) if month_day(text)]
            years = years_of(texts, last_day=reader.last_day) if texts else None
            if texts and years is None:
                raise FileRefused(
                    _("The dates carry no year, and their order does not tell it. Export the file again."),
                    column=self.match.headers[self.at[role]],
                )
            if years:
                reader.year_of = lambda month, day: years.get((month, day))
                ends = min(years.items(), key=_when), max(years.items(), key=_when)
                low, high = (date(year, *day) for day, year in ends)
                self.reading.notes.append(
                    _("The dates carry no year; they were read as %(first)s to %(last)s.")
                    % {"first": low.isoformat(), "last": high.isoformat()}
                )

    # --- rows ---------------------------------------------------------------------------------------

    def rows(self) -> Iterator[Stored]:
        """Rows for the staging table; what is refused goes to `reading` instead."""
        skips = self._filters()
        width = len(self.match.headers)
        first = self.match.header_row + self.profile.header_rows
        reading, build = self.reading, self._post if self.of_posts else self._figures
        try:
            for number, cells in self.match.table.rows():
                if number < first or blank(cells):
                    continue
                if len(cells) != width and not self._fits(number, cells, width):
                    continue
                if skips and any(skip(cells) for skip in skips):
                    continue
                reading.rows += 1
                yield from build(number, cells)
        except NulFound as refused:
            known = refused.index < width
            raise FileRefused(
                refused.sentence, row=refused.row, column=self.match.headers[refused.index] if known else None
            ) from None
        if not reading.rows and not reading.bad:
            raise FileRefused(_("There are no data rows in the file."))

    def _filters(self) -> list[Callable[[list[str]], bool]]:
        where = {header: index for index, header in reversed(list(enumerate(self.match.headers)))}
        found: list[Callable[[list[str]], bool]] = []
        for name, values in self.profile.skip.items():
            if name in where:
                found.append(lambda cells, i=where[name], v=frozenset(values): cells[i].strip() in v)  # type: ignore[misc]
        for name, values in self.profile.keep.items():
            found.append(lambda cells, i=where[name], v=frozenset(values): cells[i].strip() not in v)  # type: ignore[misc]
        for name in self.profile.skip_without:
            found.append(lambda cells, i=where[name]: not cells[i].strip())  # type: ignore[misc]
        return found

    def _fits(self, number: int, cells: list[str], width: int) -> bool:
        """A row of another length: blank cells at the end are no matter, others are."""
        if len(cells) > width and blank(cells[width:]):
            del cells[width:]
            return True
        if len(cells) < width and self.match.table.kind != "csv":
            cells.extend([""] * (width - len(cells)))
            return True
        self.reading.rows += 1
        self.reading.refuse(
            number, None, None, _("This row has %(found)d columns of %(all)d.") % {"found": len(cells), "all": width}
        )
        return False

    def _values(self, number: int, cells: list[str]) -> list[Number] | None:
        """The figures of a row; None if any was refused."""
        try:
            return [form(cells[index]) for index, form in self.forms]
        except BadCell:
            pass
        for index, form in self.forms:
            try:
                form(cells[index])
            except BadCell as refused:
                self._refuse(number, index, cells, refused.sentence)
        return None

    def _refuse(self, number: int, index: int, cells: list[str], sentence: Any) -> None:
        self.reading.refuse(number, self.match.headers[index], cells[index], sentence)

    def _date(self, role: str, number: int, cells: list[str]) -> tuple[date, datetime | None] | None:
        """The date in a column; None if it was refused."""
        index = self.at[role]
        text = cells[index]
        key = text if role != "published" or self.readers[role].year_of is None else f"{self.as_of} {text}"
        known = self.dates.get(role + key)
        if known is not None:
            return known
        try:
            found = self.readers[role].read(text)
        except BadCell as refused:
            self._refuse(number, index, cells, refused.sentence)
            return None
        if len(self.dates) >= CACHED:
            self.dates.clear()
        self.dates[role + key] = found
        return found

    def _figures(self, number: int, cells: list[str]) -> Iterator[Stored]:
        """(row, day, part, metric, value) for each figure of a row of an account."""
        before = self.reading.bad
        if "day" in self.at:
            found = self._date("day", number, cells)
            day = found[0] if found else None
        else:
            day = self.today
        part = ""
        if "part" in self.at:
            part = cells[self.at["part"]].strip()
            if not part or len(part) > PART:
                self._refuse(number, self.at["part"], cells, TOO_LONG if part else EMPTY)
        values = self._values(number, cells)
        if day is None or values is None or self.reading.bad != before:
            return
        self.reading.saw(day)
        stored = self.stored_day(day)
        ids = self.scope.metric_ids
        for code, value in zip(self.codes, values, strict=True):
            if value is not None:
                yield number, stored, part, ids[code], value

    def _post(self, number: int, cells: list[str]) -> Iterator[Stored]:
        """One row of a post: who it is, then the columns of PublicationDay, then the rest as JSON."""
        before = self.reading.bad
        at = self.at
        if "account" in at or "platform" in at:
            self._check_account(number, cells)
        self.as_of = self.today
        if "as_of" in at and (cells[at["as_of"]].strip()):
            taken = self._date("as_of", number, cells)
            self.as_of = taken[0] if taken else self.today
        day = self.as_of
        if "day" in at:
            given = self._date("day", number, cells)
            day = given[0] if given else day
        published = self._date("published", number, cells) if "published" in at else None
        title = _clean(cells[at["title"]]) if "title" in at else ""
        if not title and "text" in at:
            title = _clean(cells[at["text"]])
        external_id = self._external_id(number, cells) if "id" in at else ""
        url = cells[at["url"]].strip() if "url" in at else ""
        if len(url) > URL or (url and not url.lower().startswith(("http://", "https://"))):
            self._refuse(number, at["url"], cells, _("This is not a web address that can be kept."))
        if not external_id and url and (pattern := self.match.found[at["url"]].id_from):
            inside = re.search(pattern, url)
            external_id = inside[1] if inside else ""
        values = self._values(number, cells)
        if values is None or self.reading.bad != before:
            return
        moment = published[1] if published else None
        on = published[0] if published else None
        self.reading.saw(day if self.basis == "day" or on is None else on)
        known = dict(zip(self.codes, values, strict=True))
        more = {code: value for code, value in known.items() if code not in POST_COLUMNS and value is not None}
        yield (
            number,
            _key(external_id, url, on, moment, title),
            external_id,
            url,
            title[:TITLE],
            _clean(cells[at["type"]])[:TYPE] if "type" in at else "",
            self.stored_moment(moment) if moment else None,
            self.stored_day(on) if on else None,
            self.stored_day(day),
            *[known.get(code) for code in POST_COLUMNS],
            json.dumps(more, sort_keys=True) if more else "{}",
        )

    def _external_id(self, number: int, cells: list[str]) -> str:
        index = self.at["id"]
        text = cells[index].strip()
        if not text:
            self._refuse(number, index, cells, EMPTY)
        elif len(text) > EXTERNAL_ID:
            self._refuse(number, index, cells, TOO_LONG)
        elif MANGLED.fullmatch(text):
            self._refuse(number, index, cells, LOST_DIGITS)
        return text

    def _check_account(self, number: int, cells: list[str]) -> None:
        for role, expected in (("account", self.scope.handle), ("platform", self.scope.platform)):
            index = self.at.get(role)
            if index is not None and cells[index].strip() != expected:
                sentence = _("This row belongs elsewhere: %(expected)s is expected.") % {"expected": expected}
                self._refuse(number, index, cells, sentence)


def _when(item: tuple[tuple[int, int], int]) -> tuple[int, int, int]:
    (month, day), year = item
    return year, month, day


def _year_before(month: int, day: int, limit: date) -> int | None:
    """The newest year in which that day is not after `limit`."""
    for year in range(limit.year, limit.year - 9, -1):
        try:
            if date(year, month, day) <= limit:
                return year
        except ValueError:
            continue
    return None


def _clean(text: str) -> str:
    """A text to keep: without control characters, in one form of accents."""
    text = text.strip()
    if text.isprintable() and text.isascii():
        return text
    text = "".join(" " if unicodedata.category(char) == "Cc" else char for char in text)
    return unicodedata.normalize("NFC", text).strip()


def _key(external_id: str, url: str, on: date | None, moment: datetime | None, title: str) -> str:
    """What a post is known by: its number, else its address, else its time and title (titles alone repeat)."""
    if external_id:
        return f"id:{external_id}"
    if url:
        return f"url:{url}" if len(url) <= 190 else f"url:{hashlib.sha256(url.encode()).hexdigest()}"
    when = moment.astimezone(UTC).isoformat() if moment else str(on)
    return f"at:{when}|{hashlib.sha256(title.encode()).hexdigest()[:24]}"

"""From rows of text to figures: every cell is read by its column's form, every refusal names row and column. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from operator import itemgetter
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from analytics.imports.numbers import FORMS, LARGEST, Number
from analytics.imports.profiles import Column, Match
from analytics.imports.texts import (
    EXTERNAL_ID,
    TEXTS,
    as_json,
    read_expected,
    read_part,
    read_title,
    time_key,
    url_key,
)
from analytics.metrics.rules import POST_COLUMNS
from governance.public import (
    ERRORS_SHOWN,
    PATTERNS,
    BadCell,
    DateReader,
    FileRefused,
    NulFound,
    RowError,
    blank,
    day_first_in,
    month_day,
    years_of,
)

CACHED = 20_000
WHOLE = frozenset({"count", "signed"})
# Which columns of the staging table a role fills.
POST_TEXTS = {"url": "url", "title": "title", "type": "content_type"}
POST_DATES = {"published": ("published_at", "published_on"), "as_of": ("day",), "day": ("day",)}
WORKBOOKS = frozenset({"xlsx", "xls", "xml"})
Stored = tuple[Any, ...]
# A date as read, its moment if the cell holds a time, and both as the database wants them.
Dated = tuple[Any, datetime | None, Any, Any]


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
    doubles: bool = False

    def refuse(self, row: int | None, column: str | None, value: str | None, message: Any) -> None:
        """Note one refusal; only the first hundred are kept."""
        self.bad += 1
        if len(self.errors) < ERRORS_SHOWN:
            self.errors.append(RowError(row, column, value, message))

    def saw(self, days: list[date]) -> None:
        """Widen the span."""
        if days:
            self.first_day = min(days) if self.first_day is None else min(self.first_day, *days)
            self.last_day = max(days) if self.last_day is None else max(self.last_day, *days)


class Memo(dict[str, Any]):
    """Answers of a reader by the cell's text: exports repeat themselves, and a look-up is far cheaper."""

    def __init__(self, read: Callable[[str], Any], *, whole: bool = False) -> None:
        super().__init__()
        self.read = read
        self.whole = whole

    def __missing__(self, text: str) -> Any:
        answer = self.read(text)
        if len(self) < CACHED:
            self[text] = answer
        return answer


class Parser:
    """Reads the table of one match. `stored_day` and `stored_moment` write dates as the database wants them.

    Rows are read by columns, a batch at a time, which is several times faster than cell by cell. Only where a
    batch holds a refused cell is it gone through row by row, to name each that is at fault.
    """

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
        metrics = [(index, column) for index, column in match.found.items() if column.role == "metric"]
        forms = {column.form: Memo(self._form(column), whole=column.form in WHOLE) for _index, column in metrics}
        self.forms = [(index, forms[column.form]) for index, column in metrics]
        self.codes = [column.metric or match.banner_metric for _index, column in metrics]
        self.basis = "day" if self.profile.shape.endswith("_day") or "day" in self.at else "lifetime"
        self.of_posts = self.profile.shape == "post_lifetime"
        self.today = scope.now.astimezone(scope.zone).date()
        self.as_of = self.today
        self.dates: dict[str, Memo] = {}
        for role in ("as_of", "day", "published"):
            if role in self.at:
                self.dates[role] = self._date_memo(role)
        roles = {"account": scope.handle, "platform": scope.platform}
        self.expected = [(self.at[role], name) for role, name in roles.items() if role in self.at]
        self.hashes: set[int] = set()
        pattern = match.found[self.at["url"]].id_from if "url" in self.at and "id" not in self.at else ""
        self.id_in_url = re.compile(pattern) if pattern else None

    # --- columns ------------------------------------------------------------------------------------

    def _form(self, column: Column) -> Callable[[str], Number]:
        form = FORMS[column.form]
        missing = self.profile.missing
        if not missing:
            return form
        return lambda text: None if text.strip() in missing else form(text)

    def _date_memo(self, role: str) -> Memo:
        """Dates of one column by text: day and moment, and both as the database wants them."""
        column = self.match.found[self.at[role]]
        formats = [name for name in column.formats if name in PATTERNS]
        serials = "serial" in column.formats or self.match.table.kind in WORKBOOKS
        if serials and "iso" not in formats:
            formats.append("iso")
        reader = DateReader(formats, now=self.scope.now, zone=self.scope.zone, serials=serials)
        if role == "day" and not self.of_posts and "us" not in formats:
            reader.day_first = day_first_in(self.match.table.column(self.at[role], self.match.header_row))
        if "yearless" in column.formats:
            self._years(role, reader)

        def read(text: str) -> Dated:
            day, moment = reader.read(text)
            return day, moment, self.stored_day(day), self.stored_moment(moment) if moment else None

        def read_after(text: str) -> Dated:
            """A post without a year precedes the day on which its row was exported."""
            taken, _joint, own = text.partition("\0")
            self.as_of = self.dates["as_of"][taken][0]
            return read(own)

        return Memo(read_after if role == "published" and "as_of" in self.dates else read)

    def _years(self, role: str, reader: DateReader) -> None:
        """Dates without a year: a daily series ends at its newest possible day, a post precedes its export."""
        if role == "published":
            reader.year_of = lambda month, day: _year_before(month, day, self.as_of)
        elif role == "as_of":
            reader.year_of = lambda month, day: _year_before(month, day, self.today)
        else:
            texts = [text for text in self.match.table.column(self.at[role], self.match.header_row) if month_day(text)]
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

    @property
    def columns(self) -> list[str]:
        """The columns of the staging table that `rows()` gives; the others keep their defaults."""
        if not self.of_posts:
            return ["row_no", "day", "key", "metric_id", "value"]
        texts = [name for role, name in POST_TEXTS.items() if role in self.at]
        dates = [name for role, names in POST_DATES.items() if role in self.at for name in names]
        figures = [code for code in POST_COLUMNS if code in self.codes]
        return ["row_no", "key", *texts, *dates, *figures, *(["more"] if self._further() else [])]

    def rows(self) -> Iterator[Stored]:
        """Rows for the staging table; what is refused goes to `reading` instead."""
        build = self._posts if self.of_posts else self._figures
        try:
            for numbers, rows in self._admitted():
                try:
                    yield from build(numbers, rows)
                except BadCell:
                    good = [pair for pair in zip(numbers, rows, strict=True) if self._good(*pair)]
                    if good:
                        yield from build([number for number, _cells in good], [cells for _number, cells in good])
        except NulFound as refused:
            known = refused.index < len(self.match.headers)
            raise FileRefused(
                refused.sentence, row=refused.row, column=self.match.headers[refused.index] if known else None
            ) from None
        if not self.reading.rows:
            raise FileRefused(_("There are no data rows in the file."))

    def _admitted(self) -> Iterator[tuple[list[int], list[list[str]]]]:
        """Data rows: below the header, not blank, of the header's width, not left out by the profile."""
        skips = self._filters()
        width = len(self.match.headers)
        for numbers, rows in self.match.table.batches(self.match.header_row + self.profile.header_rows - 1):
            if skips or not all(map(itemgetter(0), filter(None, rows))) or set(map(len, rows)) != {width}:
                kept = [pair for pair in zip(numbers, rows, strict=True) if self._wanted(*pair, width, skips)]
                numbers, rows = [number for number, _cells in kept], [cells for _number, cells in kept]
            self.reading.rows += len(rows)
            if rows:
                yield numbers, rows

    def _wanted(self, number: int, cells: list[str], width: int, skips: list[Callable[[list[str]], bool]]) -> bool:
        if blank(cells) or (len(cells) != width and not self._fits(number, cells, width)):
            return False
        return not any(skip(cells) for skip in skips)

    def _filters(self) -> list[Callable[[list[str]], bool]]:
        where = {header: index for index, header in reversed(list(enumerate(self.match.headers)))}

        def left_out(name: str, values: list[str], wanted: bool) -> Callable[[list[str]], bool]:
            index, among = where[name], frozenset(values)
            return lambda cells: (cells[index].strip() in among) is wanted

        found = [left_out(name, values, True) for name, values in self.profile.skip.items() if name in where]
        found += [left_out(name, values, False) for name, values in self.profile.keep.items()]
        return found + [left_out(name, [""], True) for name in self.profile.skip_without]

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

    def _good(self, number: int, cells: list[str]) -> bool:
        """Read every cell of a row by itself and name those at fault."""
        before = self.reading.bad
        checks: list[tuple[int, Callable[[str], Any]]] = [(i, read_expected(name)) for i, name in self.expected]
        checks += [(self.at[role], check) for role, check in TEXTS.items() if role in self.at]
        if "url" in self.at and "id" not in self.at:
            checks.append((self.at["url"], lambda url: url_key("", url.strip())))
        checks += [(self.at[role], self.dates[role].read) for role in ("as_of", "day") if role in self.at]
        if "published" in self.at:
            after = cells[self.at["as_of"]] + "\0" if "as_of" in self.at else ""
            checks.append((self.at["published"], lambda text: self.dates["published"].read(after + text)))
        for index, check in (*checks, *((index, memo.read) for index, memo in self.forms)):
            try:
                check(cells[index])
            except BadCell as refused:
                self.reading.refuse(number, self.match.headers[index], cells[index], refused.sentence)
        return self.reading.bad == before

    def _seen(self, keys: list[Any]) -> None:
        """Remember keys by their hashes; a hash seen twice lets the staging table look closer."""
        hashes = set(map(hash, keys))
        if len(hashes) < len(keys) or not self.hashes.isdisjoint(hashes):
            self.reading.doubles = True
        self.hashes |= hashes

    def _figures(self, numbers: list[int], rows: list[list[str]]) -> Iterator[Stored]:
        """(row, day, part, metric, value) for each figure of the rows of an account."""
        cells = list(zip(*rows, strict=True))
        if "day" in self.at:
            dates = list(map(self.dates["day"].__getitem__, cells[self.at["day"]]))
            days, stored = [found[0] for found in dates], [found[2] for found in dates]
        else:
            days, stored = [self.today] * len(rows), [self.stored_day(self.today)] * len(rows)
        parts = list(map(read_part, cells[self.at["part"]])) if "part" in self.at else [""] * len(rows)
        values = [_numbers(memo, cells[index]) for index, memo in self.forms]
        self._seen(list(zip(days, parts, strict=True)))
        self.reading.saw(days)
        for code, column in zip(self.codes, values, strict=True):
            metric = self.scope.metric_ids[code]
            for number, day, part, value in zip(numbers, stored, parts, column, strict=True):
                if value is not None:
                    yield number, day, part, metric, value

    def _posts(self, numbers: list[int], rows: list[list[str]]) -> Iterator[Stored]:
        """Rows of posts: who each is, then its figures, as `columns` names them."""
        at = self.at
        cells = list(zip(*rows, strict=True))
        for index, name in self.expected:
            check = read_expected(name)
            for text in set(cells[index]):
                check(text)
        texts = {role: _texts(role, cells[at[role]]) for role in TEXTS if role in at}
        if self.id_in_url:
            texts["id"] = [found[1] if (found := self.id_in_url.search(url)) else "" for url in texts["url"]]
        if "text" in at:
            texts["title"] = [
                title or read_title(text) for title, text in zip(texts["title"], cells[at["text"]], strict=True)
            ]
        dates: dict[str, list[Any]] = {
            role: list(map(self.dates[role].__getitem__, cells[at[role]])) for role in ("as_of", "day") if role in at
        }
        if "published" in at:
            own: Iterable[str] = cells[at["published"]]
            if "as_of" in at:
                own = map("\0".join, zip(cells[at["as_of"]], own, strict=True))
            dates["published"] = list(map(self.dates["published"].__getitem__, own))
        figures = {code: _numbers(memo, cells[i]) for (i, memo), code in zip(self.forms, self.codes, strict=True)}
        keys = self._keys(texts, dates, len(rows))
        spans = dates.get("day" if self.basis == "day" else "published", [])
        self._seen(list(zip(keys, [found[0] for found in spans], strict=True)) if self.basis == "day" else keys)
        self.reading.saw([found[0] for found in spans])
        further = self._further()
        columns: list[Iterable[Any]] = [numbers, keys]
        columns += [texts[role] for role in POST_TEXTS if role in at]
        for role, names in POST_DATES.items():
            if role in at:
                columns += [[found[place] for found in dates[role]] for place in ((3, 2) if len(names) == 2 else (2,))]
        columns += [figures[code] for code in POST_COLUMNS if code in figures]
        if further:
            columns.append(as_json(further, [figures[code] for code in further]))
        yield from zip(*columns, strict=True)

    def _further(self) -> list[str]:
        return sorted(code for code in self.codes if code not in POST_COLUMNS)

    def _keys(self, texts: dict[str, list[str]], dates: dict[str, list[Any]], count: int) -> list[str]:
        """What each post is known by: its number, else its address, else its time and title (titles repeat)."""
        if "id" in self.at:
            return list(map("id:".__add__, texts["id"]))
        if "url" in texts:
            return list(map(url_key, texts.get("id", [""] * count), texts["url"]))
        titles = texts.get("title", [""] * count)
        return [time_key(found[0], found[1], title) for found, title in zip(dates["published"], titles, strict=True)]


def _texts(role: str, column: Sequence[str]) -> list[str]:
    """A column of texts; a batch of plain post numbers, as most are, needs no look at each."""
    joined = "".join(column) if role == "id" else ""
    plain = joined.isalnum() and joined.isascii() and "" not in column and max(map(len, column)) <= EXTERNAL_ID
    return list(column) if plain else list(map(TEXTS[role], column))


def _numbers(memo: Memo, column: Sequence[str]) -> list[Any]:
    """A column of figures; a batch of plain digits, as most are, needs no look at each."""
    joined = "".join(column) if memo.whole else ""
    if joined.isdigit() and joined.isascii() and "" not in column:
        numbers = list(map(int, column))
        if max(numbers) <= LARGEST:
            return numbers
    return list(map(memo.__getitem__, column))


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

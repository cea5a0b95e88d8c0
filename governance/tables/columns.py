"""Rows of a table by the names of its columns; every refusal names row, column and value. No database."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Generic, TypeVar
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from governance.refusals.exceptions import Refused
from governance.tables.dates import DateReader, day_first_in
from governance.tables.files import open_tables
from governance.tables.refusal import BadCell, FileRefused, RowError
from governance.tables.rules import ERRORS_SHOWN, HEADER_WITHIN
from governance.tables.table import Table, blank
from governance.tables.text import NulFound
from governance.tables.workbook import FormulaCells
from governance.texts.hygiene import clean_text

# A cell that begins like this is worked out by a spreadsheet program.
FORMULA_SIGNS = ("=", "+", "@")
# What stands in a cell for nothing.
NOTHING = frozenset({"", "-", "–", "—", "无", "n/a"})
DATES = ("iso", "slash", "compact", "cn")


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the field, its names in either language (the first is shown), and whether a file must have it.

    A cell of a dated one is a day, perhaps with its hour.
    """

    field: str
    names: tuple[str, ...]
    required: bool = False
    limit: int = 80
    dated: bool = False
    lines: bool = False


@dataclass
class TableRow:
    """A row of a file: where it stands, and the values of the columns that the file has.

    `days` and `moments` hold what dated cells say, the moment where the cell has an hour.
    """

    number: int
    values: dict[str, str]
    days: dict[str, date | None] = field(default_factory=dict)
    moments: dict[str, datetime | None] = field(default_factory=dict)


R = TypeVar("R", bound=TableRow)


@dataclass
class TableReading(Generic[R]):
    """What a file holds, or what is wrong with it; `headers` are the names of the columns as the file writes them."""

    rows: list[R] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    bad: int = 0

    def refuse(self, row: int | None, column: str | None, value: str | None, message: str) -> None:
        """Keep the first hundred faults, count all; the column is named as the file names it."""
        self.bad += 1
        if len(self.errors) < ERRORS_SHOWN:
            self.errors.append(RowError(row, self.headers.get(column or "", column), value, message))


@dataclass(frozen=True, slots=True)
class ColumnReader(Generic[R]):
    """How the rows of one kind of file are read.

    `row` makes a row of its number and values, `check` refuses what a single row gets wrong by itself. A date may lie
    `ahead` of now; a file of more than `most` rows is refused before the others are looked at.
    """

    columns: Sequence[Column]
    row: Callable[[int, dict[str, str]], R]
    check: Callable[[TableReading[R], R], None]
    now: datetime
    zone: ZoneInfo
    ahead: timedelta = timedelta(0)
    most: int | None = None

    def read(self, path: Path) -> TableReading[R]:
        """The rows of the first table that holds anything, in its order."""
        return _Reading(self, path).read()


class _Reading(Generic[R]):
    def __init__(self, reader: ColumnReader[R], path: Path) -> None:
        self.reader, self.path = reader, path
        self.reading: TableReading[R] = TableReading()
        self.places: dict[str, int] = {}
        self.header_row, self.width = 0, 0

    def read(self) -> TableReading[R]:
        reading = self.reading
        try:
            table = self._table()
            self._find_header(table)
            self._read_rows(table)
        except FormulaCells as refusal:
            for row, column, value in refusal.cells:
                reading.refuse(row, column, value, str(refusal.sentence))
        except NulFound as refusal:
            reading.refuse(refusal.row, self._header_at(refusal.index), None, str(refusal.sentence))
        except FileRefused as refusal:
            reading.refuse(refusal.row, refusal.column, refusal.value, str(refusal.sentence))
        if not reading.bad and not reading.rows:
            reading.refuse(None, None, None, _("The file has no data rows. Export it again."))
        return reading

    def _table(self) -> Table:
        tables = open_tables(self.path)
        return next((table for table in tables if table.top(1)), tables[0])

    def _header_at(self, index: int) -> str | None:
        return next((self.reading.headers[name] for name, place in self.places.items() if place == index), None)

    def _find_header(self, table: Table) -> None:
        """The row among the first few that names every column which must be there."""
        columns = self.reader.columns
        known = {name.casefold(): column.field for column in columns for name in column.names}
        for number, cells in table.top(HEADER_WITHIN):
            named = [(index, known.get(cell.strip().lstrip("\ufeff").casefold())) for index, cell in enumerate(cells)]
            found = [(index, name) for index, name in named if name is not None]
            if len(found) < 2:
                continue
            self.header_row, self.width = number, len(cells)
            for index, name in found:
                if name in self.places:
                    raise FileRefused(
                        _("Two columns of the file mean the same: %(name)s. Please leave one of them out.")
                        % {"name": cells[index].strip()}, row=number,
                    )  # fmt: skip
                self.places[name] = index
                self.reading.headers[name] = cells[index].strip()
            break
        missing = [column.names[0] for column in columns if column.required and column.field not in self.places]
        if missing:
            raise FileRefused(
                _("The file has no column %(names)s. Its first row must name the columns.")
                % {"names": "、".join(missing)}
            )

    def _date_readers(self, table: Table) -> dict[str, DateReader]:
        reader = self.reader
        dated = [column.field for column in reader.columns if column.dated and column.field in self.places]
        readers = {}
        for name in dated:
            dates = DateReader(DATES, now=reader.now, zone=reader.zone, serials=table.kind == "xlsx")
            dates.day_first = day_first_in(table.column(self.places[name], self.header_row))
            dates.look_ahead(reader.ahead)
            readers[name] = dates
        return readers

    def _read_rows(self, table: Table) -> None:
        reader, reading = self.reader, self.reading
        if reader.most is not None:
            self._count(table, reader.most)
        readers = self._date_readers(table)
        for number, cells in self._data(table):
            before = reading.bad
            row = reader.row(number, self._values(number, cells))
            for name, dates in readers.items():
                row.days[name], row.moments[name] = self._date(number, name, row.values.pop(name, ""), dates)
            reader.check(reading, row)
            if reading.bad == before:
                reading.rows.append(row)

    def _count(self, table: Table, most: int) -> None:
        count = 0
        for number, cells in table.rows():
            count += number > self.header_row and not blank(cells)
            if count > most:
                raise FileRefused(
                    _("The file has more than %(most)d rows. Split it and import the parts.") % {"most": most}
                )

    def _data(self, table: Table) -> Iterator[tuple[int, list[str]]]:
        for number, cells in table.rows():
            if number > self.header_row and not blank(cells):
                if len(cells) < self.width and table.kind != "csv":
                    cells = [*cells, *[""] * (self.width - len(cells))]
                if len(cells) != self.width and (len(cells) < self.width or any(map(str.strip, cells[self.width :]))):
                    words = _("This row has %(found)d columns, and the header has %(wanted)d.")
                    self.reading.refuse(number, None, None, words % {"found": len(cells), "wanted": self.width})
                    continue
                yield number, cells

    def _values(self, number: int, cells: list[str]) -> dict[str, str]:
        values = {}
        for column in self.reader.columns:
            if column.field not in self.places:
                continue
            text = cells[self.places[column.field]].strip()
            text = "" if text.casefold() in NOTHING else text
            try:
                if text.startswith(FORMULA_SIGNS):
                    raise BadCell(_("This is a formula. Please write the value itself."))
                if column.required and not text:
                    raise BadCell(_("This must not be empty."))
                words = clean_text(text, field=column.field, limit=column.limit, one_line=not column.lines)
                if column.required and not words:
                    raise BadCell(_("This must not be empty."))
                values[column.field] = words
            except BadCell as bad:
                self.reading.refuse(number, column.field, text, str(bad.sentence))
            except Refused as refusal:
                self.reading.refuse(number, column.field, text, str(refusal.sentence))
        return values

    def _date(
        self, number: int, name: str, text: str, dates: DateReader
    ) -> tuple[date | None, datetime | None]:  # fmt: skip
        if not text:
            return None, None
        try:
            return dates.read(text)
        except BadCell as bad:
            self.reading.refuse(number, name, text, str(bad.sentence))
            return None, None

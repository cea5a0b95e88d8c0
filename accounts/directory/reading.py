"""Rows of the directory's files as values; every refusal names row, column and value. No database."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.utils.translation import gettext as _

from accounts.directory.rules import (
    AHEAD_DAYS,
    DATES,
    DEPARTMENTS,
    FORMULA_SIGNS,
    LEFT,
    NOTHING,
    PEOPLE,
    WORKS,
    Column,
)
from governance.public import (
    ERRORS_SHOWN,
    HEADER_WITHIN,
    BadCell,
    DateReader,
    FileRefused,
    FormulaCells,
    NulFound,
    Refused,
    RowError,
    Table,
    blank,
    clean_text,
    day_first_in,
    open_tables,
)


@dataclass
class FileRow:
    """A row of a file: where it stands, and the values of the columns that the file has."""

    number: int
    values: dict[str, str]
    days: dict[str, date | None] = field(default_factory=dict)
    left: bool = False


@dataclass
class Reading:
    """What a file holds, or what is wrong with it; `headers` are the names of the columns as the file writes them."""

    rows: list[FileRow] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    bad: int = 0

    def refuse(self, row: int | None, column: str | None, value: str | None, message: str) -> None:
        """Keep the first hundred faults, count all; the column is named as the file names it."""
        self.bad += 1
        if len(self.errors) < ERRORS_SHOWN:
            self.errors.append(RowError(row, self.headers.get(column or "", column), value, message))


def read_people(path: Path, *, now: datetime) -> Reading:
    """The people of a file, in its order."""
    return _Reader(path, PEOPLE, now).read()


def read_departments(path: Path, *, now: datetime) -> Reading:
    """The departments of a file, in its order."""
    return _Reader(path, DEPARTMENTS, now).read()


class _Reader:
    def __init__(self, path: Path, columns: Sequence[Column], now: datetime) -> None:
        self.path, self.columns, self.now = path, columns, now
        self.reading = Reading()
        self.places: dict[str, int] = {}
        self.header_row, self.width = 0, 0

    def read(self) -> Reading:
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
        """The first table that holds anything."""
        tables = open_tables(self.path)
        return next((table for table in tables if table.top(1)), tables[0])

    def _header_at(self, index: int) -> str | None:
        return next((self.reading.headers[name] for name, place in self.places.items() if place == index), None)

    def _find_header(self, table: Table) -> None:
        """The row among the first few that names every column which must be there."""
        known = {name.casefold(): column.field for column in self.columns for name in column.names}
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
        missing = [column.names[0] for column in self.columns if column.required and column.field not in self.places]
        if missing:
            raise FileRefused(
                _("The file has no column %(names)s. Its first row must name the columns.")
                % {"names": "、".join(missing)}
            )

    def _read_rows(self, table: Table) -> None:
        zone = ZoneInfo(settings.TIME_ZONE)
        days = [
            column.field for column in self.columns if column.field.endswith("_on") and column.field in self.places
        ]
        readers = {name: DateReader(DATES, now=self.now, zone=zone, serials=table.kind == "xlsx") for name in days}
        for name, reader in readers.items():
            reader.day_first = day_first_in(table.column(self.places[name], self.header_row))
            reader.last_day += timedelta(days=AHEAD_DAYS)
        for number, cells in self._data(table):
            before = self.reading.bad
            row = FileRow(number, self._values(number, cells))
            for name, reader in readers.items():
                row.days[name] = self._day(number, name, row.values.pop(name, ""), reader)
            self._check(row)
            if self.reading.bad == before:
                self.reading.rows.append(row)

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
        for column in self.columns:
            if column.field not in self.places:
                continue
            text = cells[self.places[column.field]].strip()
            text = "" if text.casefold() in NOTHING else text
            try:
                if text.startswith(FORMULA_SIGNS):
                    raise BadCell(_("This is a formula. Please write the value itself."))
                if column.required and not text:
                    raise BadCell(_("This must not be empty."))
                values[column.field] = clean_text(text, field=column.field, limit=column.limit, one_line=True)
            except BadCell as bad:
                self.reading.refuse(number, column.field, text, str(bad.sentence))
            except Refused as refusal:
                self.reading.refuse(number, column.field, text, str(refusal.sentence))
        return values

    def _day(self, number: int, name: str, text: str, reader: DateReader) -> date | None:
        if not text:
            return None
        try:
            return reader.read(text)[0]
        except BadCell as bad:
            self.reading.refuse(number, name, text, str(bad.sentence))
            return None

    def _check(self, row: FileRow) -> None:
        """What a single cell can get wrong by itself."""
        email, code = row.values.get("email", ""), row.values.get("code", "")
        try:
            if email:
                validate_email(email)
        except ValidationError:
            self.reading.refuse(row.number, "email", email, _("This is not a mail address."))
        try:
            if code:
                validate_slug(code)
        except ValidationError:
            self.reading.refuse(row.number, "code", code, _("A code is made of letters, digits, hyphens only."))
        state = row.values.pop("state", "").casefold()
        if state not in WORKS | LEFT:
            words = _("This status is not known. Please write %(works)s or %(left)s.")
            self.reading.refuse(row.number, "state", state, words % {"works": "在职", "left": "离职"})
        gone = row.days.get("left_on")
        row.left = state in LEFT or (
            gone is not None and gone <= self.now.astimezone(ZoneInfo(settings.TIME_ZONE)).date()
        )

"""Old ways of saving a table: BIFF .xls, HTML named .xls (WeChat), SpreadsheetML (Facebook). Pure."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from functools import partial
from html.parser import HTMLParser
from pathlib import Path
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook

from governance.tables.refusal import FileRefused
from governance.tables.rules import COLUMNS, ROWS
from governance.tables.table import Row, Table
from governance.tables.text import encoding_of
from governance.tables.workbook import FORMULA, WITH_DTD, calamine_refusal, sheet_rows

PROTECTED_OR_OLD = _("The workbook is protected by a password, or an old XLS that cannot be read. Save it as XLSX.")
UNREADABLE_TABLE = _("The table in this file cannot be read. Save it as XLSX or CSV.")
FREE, END = 0xFFFFFFFF, 0xFFFFFFFE
BIFF_FORMULA, BIFF_FILEPASS = 0x0006, 0x002F
CHUNK = 1 << 16


def open_ole(path: Path) -> list[Table]:
    """The sheets of an old .xls; refuses passwords and formulas before anything else reads it."""
    data = path.read_bytes()
    try:
        stream = _workbook_stream(data)
    except (struct.error, IndexError) as error:
        raise FileRefused(PROTECTED_OR_OLD) from error
    _refuse_records(stream)
    try:
        workbook = CalamineWorkbook.from_path(str(path))
        names = workbook.sheet_names
    except BaseException as error:
        raise calamine_refusal(error) from error
    return [Table("xls", partial(sheet_rows, workbook, index, {}), name) for index, name in enumerate(names)]


def _workbook_stream(data: bytes) -> bytes:
    """The stream named Workbook or Book of an OLE file, along its chain of sectors."""
    shift = struct.unpack_from("<H", data, 30)[0]
    if shift not in (9, 12):
        raise FileRefused(PROTECTED_OR_OLD)
    size = 1 << shift
    (directory_start,) = struct.unpack_from("<I", data, 48)
    (mini_cutoff,) = struct.unpack_from("<I", data, 56)

    def sector(number: int) -> bytes:
        return data[(number + 1) * size : (number + 2) * size]

    table: list[int] = []
    for number in struct.unpack_from("<109I", data, 76):
        if number < END - 1:
            table.extend(struct.unpack(f"<{size // 4}I", sector(number)))

    def chain(start: int) -> bytes:
        parts: list[bytes] = []
        while start < END - 1 and len(parts) <= len(table):
            parts.append(sector(start))
            start = table[start]
        return b"".join(parts)

    directory = chain(directory_start)
    for offset in range(0, len(directory) - 127, 128):
        length = struct.unpack_from("<H", directory, offset + 64)[0]
        name = directory[offset : offset + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
        if name == "EncryptedPackage":
            raise FileRefused(_("The workbook is protected by a password. Save it without one."))
        if name in ("Workbook", "Book"):
            start, length = struct.unpack_from("<II", directory, offset + 116)
            if length >= mini_cutoff:
                return chain(start)[:length]
    raise FileRefused(PROTECTED_OR_OLD)


def _refuse_records(stream: bytes) -> None:
    """Walks the BIFF records for a password and for formulas."""
    position = 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        if kind == BIFF_FILEPASS:
            raise FileRefused(_("The workbook is protected by a password. Save it without one."))
        if kind == BIFF_FORMULA and length >= 4:
            row, _column = struct.unpack_from("<HH", stream, position + 4)
            raise FileRefused(FORMULA, row=row + 1)
        position += 4 + length


class _Tables(HTMLParser):
    """Rows of cells out of HTML; what is outside cells is left aside."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[list[str]] = []
        self.cell: list[str] | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th"):
            self.close_cell()
            self.cell = []

    def handle_endtag(self, tag: str) -> None:
        if tag in ("td", "th", "tr", "table"):
            self.close_cell()

    def handle_data(self, data: str) -> None:
        if self.cell is not None:
            self.cell.append(data)

    def close_cell(self) -> None:
        if self.cell is not None:
            if not self.rows:
                self.rows.append([])
            self.rows[-1].append("".join(self.cell).strip())
            self.cell = None


def open_html(path: Path) -> list[Table]:
    """The rows of all tables of an HTML file, in order."""
    encoding = encoding_of(path)
    parser = _Tables()
    with path.open(encoding=encoding) as stream:
        while chunk := stream.read(CHUNK):
            parser.feed(chunk)
            if len(parser.rows) > ROWS:
                raise FileRefused(UNREADABLE_TABLE)
    parser.close()
    if not any(parser.rows) or max(map(len, parser.rows)) > COLUMNS:
        raise FileRefused(UNREADABLE_TABLE)
    rows = list(enumerate(parser.rows, 1))
    return [Table("html", lambda: iter(rows))]


class _SpreadsheetML:
    """Sheets of a SpreadsheetML file: Worksheet / Row / Cell / Data, with ss:Index for gaps."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, list[Row]]] = []
        self.row = 0
        self.text: list[str] | None = None
        self.cells: list[str] = []
        self.formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        given = {key.rpartition(" ")[2]: value for key, value in attributes.items()}
        index = given.get("Index", "")
        if tag == "Worksheet":
            self.sheets.append((given.get("Name", ""), []))
            self.row = 0
        elif tag == "Row":
            self.row = int(index) if re.fullmatch("[0-9]{1,7}", index) else self.row + 1
            self.cells = []
        elif tag == "Cell":
            if "Formula" in given:
                raise FileRefused(FORMULA, row=self.row)
            column = int(index) if re.fullmatch("[0-9]{1,3}", index) else len(self.cells) + 1
            self.cells.extend([""] * (column - 1 - len(self.cells)))
            self.cells.append("")
        elif tag == "Data":
            self.text = []

    def data(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "Data" and self.text is not None and self.cells:
            self.cells[-1] = "".join(self.text)
            self.text = None
        elif tag == "Row" and self.sheets:
            if len(self.cells) > COLUMNS or len(self.sheets[-1][1]) > ROWS:
                raise FileRefused(UNREADABLE_TABLE)
            self.sheets[-1][1].append((self.row, self.cells))


def open_spreadsheetml(path: Path) -> list[Table]:
    """The sheets of a SpreadsheetML file."""
    reader = _SpreadsheetML()
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = reader.start
    parser.EndElementHandler = reader.end
    parser.CharacterDataHandler = reader.data
    parser.StartDoctypeDeclHandler = _refuse_doctype
    try:
        with path.open("rb") as stream:
            while chunk := stream.read(CHUNK):
                parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise FileRefused(UNREADABLE_TABLE) from error
    return [Table("xml", partial(_again, rows), name) for name, rows in reader.sheets]


def _again(rows: list[Row]) -> Iterator[Row]:
    return iter(rows)


def _refuse_doctype(*_parts: object) -> None:
    raise FileRefused(WITH_DTD)

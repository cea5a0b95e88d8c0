"""XLSX, read in two steps: one streaming pass over the zip parts refuses what no export holds, then calamine.

calamine shows formula cells as plain values and long numbers as floats, so that pass finds both first. Pure.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Any
from xml.parsers import expat

from django.utils.translation import gettext_lazy as _
from python_calamine import CalamineWorkbook

from governance.tables.refusal import FileRefused
from governance.tables.rules import CELLS, COLUMNS, HEADER_WITHIN, PACKING_RATIO, PARTS, ROWS, UNPACKED_BYTES
from governance.tables.table import Row, Table

CHUNK = 1 << 18
OVERLAP = 64
NOT_A_WORKBOOK = _("This is not a valid XLSX workbook. Export it again, or save it as CSV.")
TOO_BIG = _("The workbook unpacks to far more than an export holds. Save the table as CSV and import that.")
WITH_DTD = _("The workbook holds a document type definition or entities; no export has them. Save it as CSV.")
FORMULA = _("Formula not allowed here, paste values.")
NOT_UTF8 = _("A part of the workbook is not in UTF-8. Save the table as CSV and import that.")

SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
# A formula, or a number of more digits than a float keeps.
SUSPECT = re.compile(rb"<(?:\w+:)?f[\s>/]|<(?:\w+:)?v[^>]*>\s*[-+]?[0-9]{16}")
# Where cells stand: calamine lays out the whole rectangle up to the farthest one.
PLACE = re.compile(rb"""\br\s*=\s*["']([A-Za-z]{0,3})([0-9]{1,7})["']""")
REFERENCE = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
Cells = dict[tuple[int, int], str]


class FormulaCells(FileRefused):
    """The workbook holds formulas; `cells` are (row, column name, formula)."""

    def __init__(self, cells: list[tuple[int, str, str]]) -> None:
        super().__init__(FORMULA)
        self.cells = cells


def open_workbook(path: Path) -> list[Table]:
    """The sheets of a workbook as tables."""
    try:
        names, exact, formulas = _inspect(path)
        workbook = CalamineWorkbook.from_path(str(path))
        sheets = workbook.sheet_names
        if formulas:
            raise _named(workbook, names, formulas)
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError) as error:
        raise FileRefused(NOT_A_WORKBOOK) from error
    except FileRefused:
        raise
    except BaseException as error:
        raise calamine_refusal(error) from error
    tables = []
    for index, name in enumerate(sheets):
        numbers = exact.get(names.get(name, ""), {})
        tables.append(Table("xlsx", partial(sheet_rows, workbook, index, numbers), name))
    return tables


def calamine_refusal(error: BaseException) -> FileRefused:
    """What calamine raises (also a panic, which is no Exception) as a refusal; everything else goes on."""
    known = type(error).__module__.startswith(("python_calamine", "pyo3_runtime"))
    if known or isinstance(error, (OSError, ValueError)):
        return FileRefused(NOT_A_WORKBOOK)
    raise error


def _named(workbook: Any, parts: dict[str, str], formulas: dict[str, list[tuple[int, int, str]]]) -> FormulaCells:
    """The formulas with the headers of their columns; the fullest of the first rows is taken as the header."""
    cells: list[tuple[int, str, str]] = []
    for index, name in enumerate(workbook.sheet_names):
        found = formulas.get(parts.get(name, ""), [])
        if found:
            top = [row for _number, row in islice(sheet_rows(workbook, index, {}), HEADER_WITHIN)]
            header = max(top, key=lambda row: sum(map(bool, row)), default=[])
            for row, column, formula in found:
                label = header[column].strip() if column < len(header) else ""
                cells.append((row, label or _letters(column), formula))
    return FormulaCells(cells)


def _letters(index: int) -> str:
    """The spreadsheet's name of a column."""
    return (_letters(index // 26 - 1) if index >= 26 else "") + chr(65 + index % 26)


def _inspect(path: Path) -> tuple[dict[str, str], dict[str, Cells], dict[str, list[tuple[int, int, str]]]]:
    """Every part once: limits, encoding, DTDs, formulas, long numbers; and the part of each sheet name."""
    with zipfile.ZipFile(path) as archive:
        parts = archive.infolist()
        _limits(parts)
        exact: dict[str, Cells] = {}
        formulas: dict[str, list[tuple[int, int, str]]] = {}
        for part in parts:
            if part.filename.lower().endswith((".xml", ".rels")) and _suspect(archive, part):
                found = _Sheet(archive, part)
                formulas[part.filename] = found.formulas
                exact[part.filename] = found.numbers
        return _sheet_parts(archive), exact, {name: cells for name, cells in formulas.items() if cells}


def _limits(parts: list[zipfile.ZipInfo]) -> None:
    names = [part.filename.lower() for part in parts]
    if len(set(names)) != len(names) or "xl/workbook.xml" not in names:
        raise FileRefused(NOT_A_WORKBOOK)
    if any(".." in name or name.startswith(("/", "\\")) or "\0" in name for name in names):
        raise FileRefused(NOT_A_WORKBOOK)
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused(_("The workbook is protected by a password. Save it without one."))
    packed = sum(part.compress_size for part in parts)
    unpacked = sum(part.file_size for part in parts)
    swollen = unpacked > 1_000_000 and unpacked > PACKING_RATIO * packed
    if len(parts) > PARTS or unpacked > UNPACKED_BYTES or swollen:
        raise FileRefused(TOO_BIG)


def _suspect(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> bool:
    """Streams one part; refuses DTDs and foreign encodings. True if a sheet needs a closer look."""
    suspect, tail, first = False, b"", True
    last_row, last_column = 0, b"A"
    is_sheet = SHEET.fullmatch(part.filename) is not None
    with archive.open(part) as stream:
        while chunk := stream.read(CHUNK):
            if first:
                first = False
                head = chunk[:200].lower()
                if b"\0" in head or (b"encoding=" in head and b"utf-8" not in head):
                    raise FileRefused(NOT_UTF8)
            window = tail + chunk
            if b"<!DOCTYPE" in window or b"<!ENTITY" in window:
                raise FileRefused(WITH_DTD)
            if is_sheet:
                suspect = suspect or SUSPECT.search(window) is not None
                for letters, row in PLACE.findall(window):
                    if len(letters) > len(last_column) or (letters > last_column and len(letters) == len(last_column)):
                        last_column = letters
                    last_row = max(last_row, int(row))
                if last_row * (_index(last_column.decode().upper()) + 1) > CELLS:
                    raise FileRefused(TOO_BIG)
            tail = window[-OVERLAP:]
    return suspect


class _Sheet:
    """A closer look at one sheet: where formulas stand, and long numbers digit by digit."""

    def __init__(self, archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
        self.formulas: list[tuple[int, int, str]] = []
        self.numbers: Cells = {}
        self.cell = (0, 0)
        self.text: list[str] | None = None
        self.formula: list[str] | None = None
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.end
        parser.CharacterDataHandler = self.data
        try:
            with archive.open(part) as stream:
                while chunk := stream.read(CHUNK):
                    parser.Parse(chunk, False)
            parser.Parse(b"", True)
        except expat.ExpatError as error:
            raise FileRefused(NOT_A_WORKBOOK) from error

    def start(self, name: str, attributes: dict[str, str]) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "row":
            self.cell = (int(attributes.get("r", self.cell[0] + 1)), -1)
        elif tag == "c":
            found = REFERENCE.fullmatch(attributes.get("r", ""))
            self.cell = (self.cell[0], _index(found[1]) if found else self.cell[1] + 1)
            self.plain = attributes.get("t", "n") == "n"
        elif tag == "f":
            self.formula = []
        elif tag == "v" and self.plain:
            self.text = []

    def data(self, text: str) -> None:
        if self.formula is not None:
            self.formula.append(text)
        elif self.text is not None:
            self.text.append(text)

    def end(self, name: str) -> None:
        tag = name.rpartition(" ")[2]
        if tag == "f" and self.formula is not None:
            self.formulas.append((*self.cell, "=" + "".join(self.formula)))
            self.formula = None
        elif tag == "v" and self.text is not None:
            text = "".join(self.text).strip()
            if len(text) >= 16 and text.lstrip("+-").isdigit():
                self.numbers[self.cell] = text
            self.text = None


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _sheet_parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Which part holds the sheet of each name, by the workbook's own relations."""
    targets: dict[str, str] = {}
    names: dict[str, str] = {}

    def relation(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "Relationship":
            target = attributes.get("Target", "")
            targets[attributes.get("Id", "")] = target.lstrip("/") if target.startswith("/") else f"xl/{target}"

    def sheet(tag: str, attributes: dict[str, str]) -> None:
        if tag.rpartition(" ")[2] == "sheet":
            key = next((value for name, value in attributes.items() if name.endswith(" id")), "")
            names[attributes.get("name", "")] = targets.get(key, "")

    for part, handler in (("xl/_rels/workbook.xml.rels", relation), ("xl/workbook.xml", sheet)):
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = handler
        try:
            parser.Parse(archive.read(part), True)
        except (expat.ExpatError, KeyError) as error:
            raise FileRefused(NOT_A_WORKBOOK) from error
    return names


def sheet_rows(workbook: Any, index: int, exact: Cells) -> Iterator[Row]:
    """Rows of one sheet as text; numbers that a float would shorten come from `exact`."""
    try:
        sheet = workbook.get_sheet_by_index(index)
        if sheet.width > COLUMNS:
            raise FileRefused(
                _("The sheet has too many columns: %(found)d, and at most %(most)d are read.")
                % {"found": sheet.width, "most": COLUMNS}
            )
        if sheet.height > ROWS + 10:
            raise FileRefused(
                _("The file has more than %(most)d rows. Split it and import the parts.") % {"most": ROWS}
            )
        rows = sheet.iter_rows()
        left = (sheet.start or (0, 0))[1]
    except FileRefused:
        raise
    except BaseException as error:
        raise calamine_refusal(error) from error
    for number, cells in enumerate(rows, 1):
        values = [""] * left + [_text(cell) for cell in cells]
        if exact:
            for column in range(len(values)):
                values[column] = exact.get((number, column), values[column])
        yield number, values


def _text(cell: Any) -> str:
    """A cell as a person would read it."""
    if isinstance(cell, str):
        return cell
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e15 else repr(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="seconds")
    if isinstance(cell, timedelta):
        whole = int(cell.total_seconds())
        return f"{whole // 3600}:{whole % 3600 // 60:02}:{whole % 60:02}"
    if isinstance(cell, (date, time)):
        return cell.isoformat()
    return str(cell)

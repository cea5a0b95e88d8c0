"""Lists as files: CSV and XLSX, with texts that a spreadsheet cannot take for formulas."""

from __future__ import annotations

import csv
import io
import tempfile
from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import IO, Any

from django.http import FileResponse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from governance.refusals.exceptions import Refused

# What a spreadsheet may take for the beginning of a formula, in both widths.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
EXACT_DIGITS = 15
CELL_LIMIT = 32767
IN_MEMORY = 2_000_000
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
# What lists of their own form are written as, beside these two.
OTHER_TYPES = {"json": "application/json", "pdf": "application/pdf"}


def safe_text(text: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would calculate."""
    text = ILLEGAL_CHARACTERS_RE.sub("", text)[: CELL_LIMIT - 1]
    return f"'{text}" if text.startswith(FORMULA_STARTS) or text.lstrip().startswith(FORMULA_STARTS) else text


def unguarded(text: str) -> str:
    """The text as it was before `safe_text`, where a file that left this site comes back."""
    return text[1:] if text.startswith("'") and safe_text(text[1:]) == text else text


def cell(value: Any) -> Any:
    """A value as a cell: figures stay figures, long ids stay exact, moments are on the reader's clock."""
    if value is None or isinstance(value, bool):
        return "" if value is None else str(value)
    if isinstance(value, int):
        return value if len(str(abs(value))) <= EXACT_DIGITS else str(value)
    if isinstance(value, float | Decimal):
        return value
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return safe_text(str(value))


def export_rows(name: str, headers: Sequence[Any], rows: Iterable[Sequence[Any]], format: str) -> FileResponse:
    """A file to take away. `rows` may be an iterator; it is read once and never held whole."""
    if format not in TYPES:
        raise Refused(_("This format is not known. Please choose CSV or XLSX."))
    write = write_csv if format == "csv" else write_xlsx
    return to_take_away(name, format, lambda file: write(file, headers, rows))


def to_take_away(name: str, format: str, write: Callable[[IO[bytes]], object]) -> FileResponse:
    """What `write` writes, as a file that the browser keeps: named, dated, never held whole in memory."""
    file: IO[bytes] = tempfile.SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - closed by the response
    write(file)
    file.seek(0)
    stamp = timezone.localtime().strftime("%Y%m%d-%H%M")
    kind = {**TYPES, **OTHER_TYPES}[format]
    return FileResponse(file, as_attachment=True, filename=f"{name}-{stamp}.{format}", content_type=kind)


def write_csv(file: IO[bytes], headers: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """UTF-8 with the mark that lets spreadsheets read Chinese."""
    text = io.TextIOWrapper(file, encoding="utf-8-sig", newline="", write_through=True)
    writer = csv.writer(text)
    writer.writerow([cell(header) for header in headers])
    writer.writerows([cell(value) for value in row] for row in rows)
    text.detach()


def write_xlsx(file: IO[bytes], headers: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """One sheet, its header fixed and bold."""
    book = Workbook(write_only=True)
    add_sheet(book, None, headers, rows)
    book.save(file)


def add_sheet(book: Workbook, title: str | None, headers: Sequence[Any], rows: Iterable[Sequence[Any]]) -> None:
    """One more sheet of a write-only book, its header fixed and bold."""
    from openpyxl.cell import WriteOnlyCell

    sheet = book.create_sheet(title)
    sheet.freeze_panes = "A2"
    top = []
    for header in headers:
        shown = WriteOnlyCell(sheet, value=cell(header))
        shown.font = Font(bold=True)
        top.append(shown)
    sheet.append(top)
    for row in rows:
        sheet.append([cell(value) for value in row])

"""A report as a workbook: numbers stay numbers, and no text can turn into a formula."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill
from openpyxl.utils import get_column_letter

from analytics.reports.pdf import Words, title_of
from analytics.reports.tables import Cell, Table, tables_of, totals_table
from analytics.reports.words import Paper, account_name, method_sentences, metric_name, ordered, scope_words
from governance.public import spreadsheet_cell

HEAD = PatternFill("solid", fgColor="E6EBF6")
SHEET_NAME = 31
WIDEST = 60


def make_sheet(paper: Paper, words: Words) -> bytes:
    """The workbook in the present language."""
    book = Workbook(write_only=True)
    _cover(book, paper, words)
    for table in (totals_table(paper), *tables_of(paper)):
        if table.rows:
            _table(book, table)
    _course(book, paper)
    _posts(book, paper)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _row(sheet: Any, values: list[Any], *, head: bool = False) -> None:
    cells = []
    for value in values:
        cell = WriteOnlyCell(sheet, value=spreadsheet_cell(value.number if _is_number(value) else _text(value)))
        if head:
            cell.font, cell.fill = Font(bold=True), HEAD
        elif isinstance(value, Cell) and value.share and value.number is not None:
            cell.number_format = "0.0%"
        elif _is_number(value):
            cell.number_format = "#,##0.##" if isinstance(value.number, float) else "#,##0"
        cells.append(cell)
    sheet.append(cells)


def _is_number(value: Any) -> bool:
    return isinstance(value, Cell) and value.number is not None


def _text(value: Any) -> Any:
    return value.text if isinstance(value, Cell) else value


def _sheet(book: Workbook, title: str, headers: list[str], widths: list[int]) -> Any:
    sheet = book.create_sheet("".join(char for char in title if char not in "[]:*?/\\")[:SHEET_NAME])
    sheet.freeze_panes = "A2"
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = min(width, WIDEST)
    _row(sheet, headers, head=True)
    return sheet


def _cover(book: Workbook, paper: Paper, words: Words) -> None:
    sheet = _sheet(book, _("Report"), [title_of(paper), scope_words(paper)], [28, 60])
    rows: list[list[Any]] = [
        [_("Month"), paper["month"]],
        [_("Month before"), paper["previous"]],
        [_("What the figures show"), words.findings],
        [_("Advice"), words.advice],
        [_("SHA-256 of the frozen figures"), words.sha256 or _("not sent yet")],
        [_("Imports behind it"), paper["sources"]["imports"]],
    ]
    for method, lines in method_sentences(paper, words.methods):
        rows += [[method, line] for line in lines]
    if words.banner:
        rows.append([_("Remark"), words.banner])
    for row in rows:
        _row(sheet, row)


def _table(book: Workbook, table: Table) -> None:
    widths = [30 if index < table.wide else 16 for index in range(len(table.headers))]
    sheet = _sheet(book, table.title, table.headers, widths)
    for row in table.rows:
        _row(sheet, row)


def _course(book: Workbook, paper: Paper) -> None:
    """Every figure, month by month."""
    series = ordered(paper, paper["series"]["totals"])
    headers = [_("Month"), *(metric_name(paper, code) for code, _values in series)]
    sheet = _sheet(book, _("Month by month"), headers, [12, *[14] * len(series)])
    for index, month in enumerate(paper["series"]["months"]):
        _row(sheet, [month, *(Cell("", values[index]) for _code, values in series)])


def _posts(book: Workbook, paper: Paper) -> None:
    if not paper["top"]:
        return
    headers = [_("Rank"), _("Title of the post"), _("Account"), _("Published"), _("Metric"), _("Value"), _("Address")]
    sheet = _sheet(book, _("Best posts"), headers, [8, 50, 20, 14, 20, 14, 50])
    for row in paper["top"]:
        _row(sheet, [
            Cell("", row["rank"]), row["title"], account_name(paper, row["handle"]), row["published_on"],
            metric_name(paper, row["metric"]), Cell("", row["value"]), row["url"],
        ])  # fmt: skip

"""Lists as files."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone
from openpyxl import load_workbook

from governance.lists.export import export_rows
from governance.refusals.exceptions import Refused

EVIL = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "＝1", "＋1", "－1", "＠x", "  =1", "\n=1"]
ROWS = [[text, 1] for text in EVIL]


def content(answer) -> bytes:
    return b"".join(answer.streaming_content)


@pytest.mark.parametrize("format", ["csv", "xlsx"])
def test_no_text_becomes_a_formula(format: str) -> None:
    data = content(export_rows("list", ["=head", "n"], ROWS, format))
    if format == "csv":
        rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    else:
        book = load_workbook(io.BytesIO(data))
        assert all(cell.data_type != "f" for row in book.active for cell in row)
        rows = [[str(value) for value in row] for row in book.active.iter_rows(values_only=True)]
    assert len(rows) == len(EVIL) + 1
    assert all(row[0].startswith("'") for row in rows)


def test_figures_stay_figures_and_long_ids_stay_exact() -> None:
    figures = [-5, 1.5, 1234567890123456789, Decimal("2.50")]
    data = content(export_rows("list", ["a", "b", "c", "d"], [figures], "xlsx"))
    row = next(load_workbook(io.BytesIO(data)).active.iter_rows(min_row=2, values_only=True))
    assert row == (-5, 1.5, "1234567890123456789", 2.5)


def test_moments_are_told_on_the_readers_clock() -> None:
    with timezone.override("Asia/Shanghai"):
        data = content(export_rows("list", ["a"], [[datetime(2025, 1, 1, 20, tzinfo=UTC)], [date(2025, 1, 2)]], "csv"))
    assert data.decode("utf-8-sig").splitlines() == ["a", "2025-01-02 04:00:00", "2025-01-02"]


def test_chinese_is_readable_in_a_spreadsheet() -> None:
    answer = export_rows("数据", ["姓名"], [["王"]], "csv")
    assert content(answer).startswith(b"\xef\xbb\xbf")
    assert "filename*=utf-8''" in answer.headers["Content-Disposition"]


def test_characters_that_a_sheet_cannot_hold_are_left_out() -> None:
    data = content(export_rows("list", ["a"], [["a\x00b\x07" + "x" * 40_000]], "xlsx"))
    assert load_workbook(io.BytesIO(data)).active["A2"].value.startswith("abx")


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(Refused):
        export_rows("list", [], [], "exe")

"""The list of period plans is taken away as CSV or XLSX, as it is filtered, by the door of every list (R-107)."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from openpyxl import load_workbook

from content.period_plans.exporting import HEADERS
from content.period_plans.tests.year import MONTH, Year
from governance.public import LedgerEntry

ADDRESS = "content:period_plan_export"


def taken(client: Client, form: str, **chosen: str) -> bytes:
    answer: Any = client.post(reverse(ADDRESS, query=chosen), {"format": form})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def lines_of(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))


def test_the_file_holds_what_the_list_shows_and_the_ledger_keeps_who_took_it(year: Year, client: Client) -> None:
    year.approved(title="=六月")
    year.written("year")
    client.force_login(year.house.author)
    assert reverse(ADDRESS) in client.get(reverse("content:period_plan_list")).content.decode()
    head, *rows = lines_of(taken(client, "csv"))
    assert (len(head), len(rows)) == (len(HEADERS), 2)
    head, row = lines_of(taken(client, "csv", level="month"))
    found = dict(zip(head, row, strict=True))
    assert found["第一天"] == MONTH.isoformat()
    assert found["标题"] == "'=六月", "a formula is neutralised"
    assert found["批准人"] == str(year.house.manager)
    assert LedgerEntry.objects.filter(event="list.exported", actor=year.house.author).count() == 2


def test_a_workbook_holds_the_same(year: Year, client: Client) -> None:
    year.written()
    client.force_login(year.house.author)
    sheet: Any = load_workbook(io.BytesIO(taken(client, "xlsx"))).active
    assert sheet.max_column == len(HEADERS)
    assert sheet.max_row == 2


@pytest.mark.parametrize("role", ["stranger"])
def test_nobody_takes_what_they_do_not_see(year: Year, client: Client, role: str) -> None:
    year.written()
    client.force_login(year.house.people[role])
    assert len(lines_of(taken(client, "csv"))) == 1

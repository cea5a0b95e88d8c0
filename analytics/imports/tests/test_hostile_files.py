"""Files that are broken or mean harm: each gets a sentence that names the place, and nothing is saved."""

from __future__ import annotations

import codecs
import time
from collections.abc import Callable

import pytest

from analytics.imports.services import Outcome
from analytics.imports.tests.files import HEADER, MAIN, ole, packed, parts, row, sheet, text, workbook
from analytics.models import MetricImport, PlatformPost, PublicationDay, RawFile

Import = Callable[..., Outcome]
GOOD = [HEADER, row(1), row(2)]
WITH_DTD = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/hostname">]>'

OFFICE = "urn:schemas-microsoft-com:office:spreadsheet"

# name, bytes, row, column, words of the sentence
CASES: list[tuple[str, bytes, int | None, str | None, str]] = [
    ("empty.csv", b"", None, None, "empty"),
    ("header.csv", text(), None, None, "no data rows"),
    ("nul.csv", text(row(1), row(2, account="we\0ibo")), 3, "account", "NUL"),
    ("mixed.csv", text(row(1)) + "微博,x\r\n".encode("gb18030") + "微博企业号\r\n".encode(), 3, None, "Line 3"),
    ("bare16.csv", text(row(1)).decode().encode("utf-16-le"), None, None, "UTF-16"),
    ("long.csv", text() + b"weibo," + b"x" * 70_000 + b"\n", 2, None, "Line 2 is longer than 64 kB"),
    ("quote.csv", text(row(1), ["weibo", '"weibo-main', "N2"], *(row(n) for n in range(3, 40))), 3, None, "line 3"),
    ("stray.csv", text(row(1, account='"a"b')), 2, None, "Line 2"),
    ("wide.csv", ",".join(f"h{n}" for n in range(900)).encode(), 1, None, "too many columns"),
    ("twins.csv", text([*row(1), "5"], header=[*HEADER, "views"]), 1, "views", "appears twice"),
    ("synonyms.csv", text([*row(1), "5"], header=[*HEADER, "播放量"]), 1, "播放量", "mean the same"),
    ("unknown.csv", b"platform,account,post_id,vews\r\na,b,c,1\r\n", 1, None, "did you mean views?"),
    ("ragged.csv", text(row(1), ["weibo", "weibo-main"], [*row(3), "z"]), 3, None, "2 columns of 8"),
    ("negative.csv", text(row(1), row(2, views="-5")), 3, "views", "0 or more"),
    ("huge.csv", text(row(1, views="9" * 20)), 2, "views", "too large"),
    ("arabic.csv", text(row(1, views="٣٤")), 2, "views", "not a number"),
    ("underscore.csv", text(row(1, likes="1_000")), 2, "likes", "not a number"),
    ("future.csv", text(row(1, published_at="2099-01-01")), 2, "published_at", "future"),
    ("ambiguous.csv", text(row(1, published_at="03/04/2026")), 2, "published_at", "which number is the day"),
    ("undated.csv", text(row(1, published_at="")), 2, "published_at", "empty"),
    ("other.csv", text(row(1, account="=cmd|x")), 2, "account", "belongs elsewhere"),
    ("markup.csv", text(row(1, account="<img src=x>")), 2, "account", "belongs elsewhere"),
    ("platform.csv", text(row(1, platform="douyin")), 2, "platform", "belongs elsewhere"),
    ("double.csv", text(row(1), row(1)), 3, None, "same key as row 2"),
    ("digits.csv", text(row(1, post_id="7.12346E+18")), 2, "post_id", "cut the digits"),
    ("picture.csv", b"\x89PNG\r\n\x1a\n" + bytes(50), None, None, "neither a CSV nor an XLSX"),
    ("named.xlsx", text(row(1)), None, None, "not an XLSX file"),
    ("zip.xlsx", b"PK\x03\x04" + bytes(60), None, None, "not a valid XLSX"),
    ("twice.xlsx", packed(parts(sheet(GOOD)), twice="xl/worksheets/one.xml"), None, None, "not a valid XLSX"),
    ("outside.xlsx", packed({**parts(sheet(GOOD)), "../../outside": "x"}), None, None, "not a valid XLSX"),
    ("bomb.xlsx", packed(parts(sheet(GOOD), b"<sst>" + b"B" * 120_000_000 + b"</sst>")), None, None, "unpacks"),
    ("entity.xlsx", packed(parts(sheet(GOOD, WITH_DTD))), None, None, "document type"),
    ("strings.xlsx", packed(parts(sheet(GOOD), WITH_DTD + f'<sst xmlns="{MAIN}"/>')), None, None, "document type"),
    ("utf16.xlsx", packed(parts(sheet(GOOD).encode("utf-16"))), None, None, "not in UTF-8"),
    ("formula.xlsx", workbook([HEADER, row(1), row(2, views="=1+1")]), 3, "views", "Formula"),
    ("far.xlsx", packed(parts(sheet(GOOD).replace('r="H3"', 'r="XFD1048576"'))), None, None, "unpacks"),
    ("blank.xlsx", packed(parts(sheet([[] for _row in range(5000)]))), None, None, "no header"),
    ("serial.xlsx", workbook([HEADER, [*row(1)[:3], -1, 1, 1, 1, 1]]), 2, "published_at", "out of the range"),
    ("zeros.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), None, None, "password, or an old XLS"),
    ("formula.xls", ole(b"\x06\x00\x06\x00\x04\x00\x02\x00\x00\x00"), 5, None, "Formula"),
    ("locked.xls", ole(b"\x2f\x00\x02\x00\x01\x00"), None, None, "password"),
    ("locked.xlsx", ole(b"x", "EncryptedPackage"), None, None, "password"),
    ("entity.xls", f'<?xml version="1.0"?>{WITH_DTD}<Workbook xmlns="{OFFICE}"/>'.encode(), None, None, "document"),
    ("bare.html", b"<html><body>nothing</body></html>", None, None, "cannot be read"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "data", "line", "column", "words"), CASES, ids=[case[0] for case in CASES])
def test_a_hostile_file_gets_a_sentence_and_saves_nothing(
    bring: Import, name: str, data: bytes, line: int | None, column: str | None, words: str
) -> None:
    begun = time.monotonic()
    outcome = bring(data, name=name)
    assert time.monotonic() - begun < 5
    error = outcome.error_rows()[0]
    assert not outcome.good
    assert (error["row"], error["column"]) == (line, column)
    assert words in str(error["message"])
    for model in (PlatformPost, PublicationDay, MetricImport, RawFile):
        assert not model._default_manager.exists()


@pytest.mark.parametrize(
    "data",
    [
        text(row(1), row(2)),
        codecs.BOM_UTF8 + text(row(1), row(2)),
        codecs.BOM_UTF16_LE + text(row(1), row(2)).decode().encode("utf-16-le"),
        text(row(1), row(2), end="\r"),
        text(row(1), row(2), end="\n") + b"\n",
        text(row(1), row(2), by=";"),
        text(row(1), row(2), by="\t"),
        b"sep=;\r\n" + text(row(1), row(2), by=";"),
        text([*row(1), "标题一"], [*row(2), "标题二"], header=[*HEADER, "title"]).decode().encode("gb18030"),
        workbook(GOOD),
        packed(parts(sheet(GOOD).replace("<sheetData>", '<dimension ref="A1:XFD1048576"/><sheetData>'))),
    ],
    ids=["utf8", "bom", "utf16", "cr", "blank-end", "semicolon", "tab", "sep", "gb18030", "xlsx", "dimension"],
)
def test_every_way_of_writing_the_same_table_is_read(bring: Import, data: bytes) -> None:
    outcome = bring(data, name="table")
    assert (outcome.bad, outcome.rows, outcome.new) == (0, 2, 2)


def test_chinese_of_an_older_encoding_is_kept_letter_by_letter(bring: Import) -> None:
    bring(text([*row(1), "企业号𠮷"], header=[*HEADER, "title"]).decode().encode("gb18030"))
    assert PlatformPost.objects.get().title == "企业号𠮷"


def test_a_long_number_keeps_all_its_digits(bring: Import) -> None:
    bring(workbook([HEADER, [*row(1)[:2], 7123456789012345678, *row(1)[3:]]]), name="ids.xlsx")
    assert PlatformPost.objects.get().external_id == "7123456789012345678"


def test_a_file_of_many_errors_shows_a_hundred_and_counts_the_rest(bring: Import) -> None:
    outcome = bring(text(*(row(n, views="bad") for n in range(3000))))
    rows = outcome.error_rows()
    assert (outcome.bad, len(rows)) == (3000, 101)
    assert rows[-1]["message"] == "and 2,900 more"


def test_one_bad_row_keeps_five_hundred_good_ones_out(bring: Import) -> None:
    rows = [row(n) for n in range(500)]
    refused = bring(text(*rows, row(500, views="x")))
    assert (refused.error_rows()[0]["row"], PublicationDay.objects.count()) == (502, 0)
    assert bring(text(*rows, row(500))).new == 501

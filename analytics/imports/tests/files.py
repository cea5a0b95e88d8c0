"""Small files of our own for the tests: text tables, workbooks part by part, and spoiled ones."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Sequence

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = ["platform", "account", "post_id", "published_at", "views", "likes", "comments", "shares"]


def row(number: int = 1, **changed: str) -> list[str]:
    """A good row of the generic table."""
    values = dict(
        zip(HEADER, ["weibo", "weibo-main", f"N{number}", "2026-03-02 09:30", "120", "7", "2", "1"], strict=True)
    )
    return list({**values, **changed}.values())


def text(*rows: Sequence[str], header: Sequence[str] = HEADER, end: str = "\r\n", by: str = ",") -> bytes:
    """A CSV in UTF-8; cells are written as they are given."""
    return "".join(by.join(cells) + end for cells in [header, *rows]).encode()


def cell(reference: str, value: object) -> str:
    """One cell: a formula ("=..."), a number, or a text."""
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{reference}"><f>{value[1:]}</f><v>0</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{reference}"><v>{value}</v></c>'
    return f'<c r="{reference}" t="inlineStr"><is><t>{value}</t></is></c>'


def sheet(rows: Sequence[Sequence[object]], first: str = "") -> str:
    """The part of a sheet; `first` is put before the rows."""
    body = "".join(
        f'<row r="{r}">' + "".join(cell(f"{chr(65 + c)}{r}", value) for c, value in enumerate(cells)) + "</row>"
        for r, cells in enumerate(rows, 1)
    )
    return f'<?xml version="1.0"?>{first}<worksheet xmlns="{MAIN}"><sheetData>{body}</sheetData></worksheet>'


def parts(sheet_part: str | bytes, strings: str | bytes = "") -> dict[str, str | bytes]:
    """The parts of a workbook with one sheet."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    return {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType='
        f'"application/xml"/><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.'
        f'relationships+xml"/><Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="a" '
        f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets><sheet name="One" sheetId="1" '
        'r:id="b"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="b" '
        f'Type="{RELATIONS}/worksheet" Target="worksheets/one.xml"/><Relationship Id="c" '
        f'Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/></Relationships>',
        "xl/sharedStrings.xml": strings or f'<sst xmlns="{MAIN}"/>',
        "xl/worksheets/one.xml": sheet_part,
    }


def packed(files: dict[str, str | bytes], *, twice: str = "") -> bytes:
    """A zip of the parts; the part named `twice` stands in it two times."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for name, data in files.items():
            archive.writestr(name, data)
        if twice:
            archive.writestr(twice, files[twice])
    return target.getvalue()


def workbook(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one sheet with these rows."""
    return packed(parts(sheet(rows)))


def ole(stream: bytes, name: str = "Workbook") -> bytes:
    """An OLE file with one stream, as old .xls files are."""
    stream = stream.ljust(4096, b"\0")
    sectors = len(stream) // 512
    table = [0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE]
    table += [0xFFFFFFFF] * (128 - len(table))

    def entry(label: str, kind: int, start: int, size: int) -> bytes:
        coded = label.encode("utf-16-le").ljust(64, b"\0")
        return (
            coded
            + struct.pack("<HBB", 2 * len(label) + 2, kind, 1)
            + struct.pack("<3I", *[0xFFFFFFFF] * 3)
            + bytes(36)
            + struct.pack("<IQ", start, size)
        )

    root = entry("Root Entry", 5, 0xFFFFFFFE, 0) + entry(name, 2, 2, len(stream)) + bytes(256)
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<IIIIIIIII", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    head += struct.pack("<109I", 0, *[0xFFFFFFFF] * 108)
    return head + struct.pack("<128I", *table) + root + stream

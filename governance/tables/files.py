"""Opens a file by what it holds, never by its name. Pure."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext_lazy as _

from governance.tables.legacy import open_html, open_ole, open_spreadsheetml
from governance.tables.refusal import FileRefused
from governance.tables.rules import FILE_BYTES
from governance.tables.table import Table
from governance.tables.text import open_text
from governance.tables.workbook import open_workbook

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# What people pick by mistake; a text file never starts like this.
FOREIGN = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3")


def kind_of_file(path: Path) -> str:
    """csv, xlsx, ole, html or spreadsheetml, by the first bytes."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused(_("The file is empty. Export it again."))
    if size > FILE_BYTES:
        raise FileRefused(
            _("The file is larger than %(most)d MB. Export a shorter period.") % {"most": FILE_BYTES // 1024 // 1024}
        )
    with path.open("rb") as stream:
        head = stream.read(2048)
    if head.startswith(b"PK"):
        return "xlsx"
    if head.startswith(OLE):
        return "ole"
    if head.startswith(FOREIGN):
        raise FileRefused(_("This is neither a CSV nor an XLSX file. Choose the platform's export."))
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith(b"<?xml") and b"urn:schemas-microsoft-com:office:spreadsheet" in start:
        return "spreadsheetml"
    if start.startswith((b"<html", b"<!doctype html", b"<table", b"<head", b"<meta")):
        return "html"
    if path.suffix.lower() in (".xlsx", ".xlsm") and not start.startswith(b"<"):
        raise FileRefused(_("This is not an XLSX file, although its name says so. Save it again as XLSX or CSV."))
    return "csv"


def open_tables(path: Path, *, legacy: bool = False) -> list[Table]:
    """All tables of a file; `legacy` as in `open_text`."""
    kind = kind_of_file(path)
    if kind == "xlsx":
        return open_workbook(path)
    if kind == "ole":
        return open_ole(path)
    if kind == "spreadsheetml":
        return open_spreadsheetml(path)
    if kind == "html":
        return open_html(path)
    return [open_text(path, legacy=legacy)]

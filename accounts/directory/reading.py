"""Rows of the directory's files as values; every refusal names row, column and value. No database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email, validate_slug
from django.utils.translation import gettext as _

from accounts.directory.rules import AHEAD_DAYS, DEPARTMENTS, LEFT, PEOPLE, WORKS
from governance.public import Column, ColumnReader, TableReading, TableRow


@dataclass
class FileRow(TableRow):
    """A row of a file, and whether it says that the person left."""

    left: bool = False


Reading = TableReading[FileRow]


def read_people(path: Path, *, now: datetime) -> Reading:
    """The people of a file, in its order."""
    return _read(path, PEOPLE, now)


def read_departments(path: Path, *, now: datetime) -> Reading:
    """The departments of a file, in its order."""
    return _read(path, DEPARTMENTS, now)


def _read(path: Path, columns: Sequence[Column], now: datetime) -> Reading:
    zone = ZoneInfo(settings.TIME_ZONE)
    reader = ColumnReader(
        columns, FileRow, partial(_check, now=now, zone=zone), now, zone, ahead=timedelta(days=AHEAD_DAYS)
    )  # fmt: skip
    return reader.read(path)


def _check(reading: Reading, row: FileRow, *, now: datetime, zone: ZoneInfo) -> None:
    """What a single cell can get wrong by itself."""
    email, code = row.values.get("email", ""), row.values.get("code", "")
    try:
        if email:
            validate_email(email)
    except ValidationError:
        reading.refuse(row.number, "email", email, _("This is not a mail address."))
    try:
        if code:
            validate_slug(code)
    except ValidationError:
        reading.refuse(row.number, "code", code, _("A code is made of letters, digits, hyphens only."))
    state = row.values.pop("state", "").casefold()
    if state not in WORKS | LEFT:
        words = _("This status is not known. Please write %(works)s or %(left)s.")
        reading.refuse(row.number, "state", state, words % {"works": "在职", "left": "离职"})
    gone = row.days.get("left_on")
    row.left = state in LEFT or (gone is not None and gone <= now.astimezone(zone).date())

"""Rows of a file as messages; every refusal names row, column and value. No database."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.utils.translation import gettext as _

from governance.public import (
    ERRORS_SHOWN,
    BadCell,
    DateReader,
    FileRefused,
    FormulaCells,
    NulFound,
    Refused,
    RowError,
    Table,
    blank,
    open_tables,
)
from interactions.importing.profiles import DATE_FORMATS, Fit, fit_profile
from interactions.inbox.receiving import Incoming, clean_incoming

ROWS_AT_ONCE = 100_000


@dataclass
class Reading:
    """What a file holds: its messages in order, or what is wrong with it."""

    profile: str = ""
    rows: int = 0
    messages: list[Incoming] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)
    bad: int = 0

    def refuse(self, error: RowError) -> None:
        """Keep the first hundred, count all."""
        self.bad += 1
        if len(self.errors) < ERRORS_SHOWN:
            self.errors.append(error)


def read_messages(path: Path, *, now: datetime) -> Reading:
    """All messages of a file, or the errors that keep it from being taken."""
    reading = Reading()
    try:
        fit = fit_profile(_table(path))
        reading.profile = fit.profile.code
        _read_rows(fit, reading, now)
    except FormulaCells as refusal:
        for row, column, value in refusal.cells:
            reading.refuse(RowError(row, column, value, refusal.sentence))
    except NulFound as refusal:
        reading.refuse(RowError(refusal.row, _header_at(path, refusal.index), None, refusal.sentence))
    except FileRefused as refusal:
        reading.refuse(RowError(refusal.row, refusal.column, refusal.value, refusal.sentence))
    if not reading.bad and not reading.rows:
        reading.refuse(RowError(None, None, None, _("The file has no data rows. Export it again.")))
    return reading


def _table(path: Path) -> Table:
    """The first table that holds anything."""
    tables = open_tables(path)
    return next((table for table in tables if table.top(1)), tables[0])


def _header_at(path: Path, index: int) -> str | None:
    """The name above a cell that broke the reading, where the first row can be read at all."""
    try:
        _number, names = next(open_tables(path)[0].rows())
    except (FileRefused, StopIteration):
        return None
    return names[index].strip() if index < len(names) else None


def _read_rows(fit: Fit, reading: Reading, now: datetime) -> None:
    dates = DateReader(DATE_FORMATS, now=now, zone=fit.profile.zone, serials=fit.table.kind == "xlsx")
    seen: dict[tuple[str, str], tuple[int, Incoming]] = {}
    for number, cells in _data(fit):
        reading.rows += 1
        if reading.rows > ROWS_AT_ONCE:
            raise FileRefused(
                _("The file has more than %(most)d messages. Split it and bring in the parts.")
                % {"most": ROWS_AT_ONCE}
            )
        try:
            message = _message(fit, number, cells, dates, now)
            _once(message, number, seen)
        except _RowRefused as refusal:
            reading.refuse(refusal.error)
        else:
            reading.messages.append(message)


def _data(fit: Fit) -> Iterator[tuple[int, list[str]]]:
    for number, cells in fit.table.rows():
        if number > fit.header_row and not blank(cells):
            yield number, cells


class _RowRefused(Exception):
    def __init__(self, error: RowError) -> None:
        super().__init__(str(error.message))
        self.error = error


def _message(fit: Fit, number: int, cells: list[str], dates: DateReader, now: datetime) -> Incoming:
    if (len(cells) != fit.width and any(cell.strip() for cell in cells[fit.width :])) or len(cells) < fit.width:
        if len(cells) < fit.width and fit.table.kind != "csv":
            cells = [*cells, *[""] * (fit.width - len(cells))]
        else:
            sentence = _("This row has %(found)d columns, and the header has %(wanted)d.")
            words = sentence % {"found": len(cells), "wanted": fit.width}
            raise _RowRefused(RowError(number, None, None, words))
    values = {name: cells[place] for name, place in fit.places.items()}
    headers = fit.profile.headers
    try:
        _day, moment = dates.read(values["posted_at"])
    except BadCell as bad:
        raise _RowRefused(RowError(number, headers["posted_at"], values["posted_at"], bad.sentence)) from None
    if moment is None:
        words = _("The time of day is missing. Limits run from the minute, so please export with times.")
        raise _RowRefused(RowError(number, headers["posted_at"], values["posted_at"], words))
    row = Incoming(
        channel=values.get("channel", fit.profile.channel).strip() or fit.profile.channel,
        external_id=_number(fit, values, moment),
        author_id=values.get("author_id", "").strip(),
        author=values["author"].strip(),
        text=values["text"],
        posted_at=moment,
        answers_to=_parent(values.get("answers_to", "")),
    )
    try:
        return clean_incoming(row, now)
    except Refused as refusal:
        name = refusal.field or ""
        raise _RowRefused(RowError(number, headers.get(name, name), values.get(name), refusal.sentence)) from None


def _number(fit: Fit, values: dict[str, str], moment: datetime) -> str:
    """The platform's number, or one made of what the row says, so that the same row comes in once."""
    if fit.profile.numbered:
        return values["external_id"].strip()
    whole = "\x1f".join((values["author"].strip(), moment.isoformat(), values["text"].strip()))
    return f"sha256-{hashlib.sha256(whole.encode('utf-8', 'surrogatepass')).hexdigest()[:40]}"


def _parent(text: str) -> str:
    """The number of the message above; add-ons write 0 or a dash for none."""
    text = text.strip()
    return "" if text in ("0", "-", "无") else text


def _once(message: Incoming, number: int, seen: dict[tuple[str, str], tuple[int, Incoming]]) -> None:
    before = seen.get(message.key)
    if before is None:
        seen[message.key] = (number, message)
        return
    first, same = before
    if same == message:
        words = _("This is the same message as in row %(row)d. Please leave one of them out.") % {"row": first}
    else:
        words = _("This number stands in row %(row)d with other words. Please correct one of them.") % {"row": first}
    raise _RowRefused(RowError(number, None, message.external_id, words))

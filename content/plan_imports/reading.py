"""Lines of a file of plan items as values; every refusal names line, column and value. No database."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from functools import cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.plan_imports.rules import COLUMNS, MOST_LINES, READ_AHEAD
from content.plans.rules import FREQUENCIES
from content.plans.times import why_not_then
from governance.public import ColumnReader, Sentence, TableReading, TableRow, unguarded

Reading = TableReading[TableRow]
CHOICES: dict[str, Sequence[tuple[str, Sentence]]] = {
    "content_type": CONTENT_TYPES, "medium": MEDIA, "frequency": FREQUENCIES,
}  # fmt: skip


def read_plans(path: Path, *, now: datetime, zone: ZoneInfo) -> Reading:
    """The lines of a file, in its order; hours without a zone are those of `zone`."""
    check = partial(_check, now=now)
    return ColumnReader(COLUMNS, TableRow, check, now, zone, ahead=READ_AHEAD, most=MOST_LINES).read(path)


@cache
def _codes(name: str) -> dict[str, str]:
    """The code of a choice by its label in any language of the site, and by itself."""
    found: dict[str, str] = {}
    for language, _label in settings.LANGUAGES:
        with override(language):
            found |= {str(label).casefold(): code for code, label in CHOICES[name]}
    return found | {code: code for code, _label in CHOICES[name]}


def _check(reading: Reading, row: TableRow, *, now: datetime) -> None:
    """What a line gets wrong by itself: an unknown choice, a day without its hour, a time that is none for a plan."""
    row.values = {name: unguarded(text) for name, text in row.values.items()}
    for name, choices in CHOICES.items():
        text = row.values.get(name, "")
        if text and text.casefold() not in _codes(name):
            words = _("This is none of the choices: %(labels)s.")
            labels = ", ".join(str(label) for _code, label in choices)
            reading.refuse(row.number, name, text, words % {"labels": labels})
        elif text:
            row.values[name] = _codes(name)[text.casefold()]
    day, moment = row.days.get("planned_at"), row.moments.get("planned_at")
    if day is not None and moment is None:
        words = _("Please give the hour as well, such as %(example)s.")
        reading.refuse(row.number, "planned_at", str(day), words % {"example": f"{day} 10:30"})
    elif moment is not None and (reason := why_not_then(moment, now)) is not None:
        reading.refuse(row.number, "planned_at", moment.isoformat(sep=" ", timespec="minutes"), str(reason))

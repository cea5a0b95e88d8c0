"""What the operators must know of the calendars (W-02)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from governance.access.holding import holders
from governance.notices.services import tell
from governance.refusals.exceptions import Sentence
from governance.worktime.services import missing_next_year


@dataclass(frozen=True, slots=True)
class Alarm:
    """A line on the page Operations: a sentence that says what to do next."""

    code: str
    sentence: Sentence


def alarms(now: datetime) -> list[Alarm]:
    """Calendars whose table of days is missing: this year's at any time, next year's after 1 December."""
    return [
        Alarm(
            "calendar.year_missing",
            _("The calendar %(calendar)s has no holidays for %(year)s. Load or enter them; deadlines are provisional.")
            % {"calendar": calendar, "year": year},
        )
        for calendar, year in missing_next_year(now)
    ]


def warn_operators(now: datetime) -> int:
    """Tell the operators once a day about each missing table."""
    missing = missing_next_year(now)
    if not missing:
        return 0
    people = list(holders("governance.operate"))
    return sum(
        tell(
            people,
            "calendar.year_missing",
            kind="work_calendar",
            object_id=calendar.pk,
            params={"year": year},
            key=f"calendar.year_missing:{calendar.code}:{year}:{now:%Y-%m-%d}",
            at=now,
        )
        for calendar, year in missing
    )

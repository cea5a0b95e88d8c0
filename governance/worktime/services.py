"""Every change of a working calendar: one transaction, a ledger entry, a new version, deadlines reckoned anew."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from governance.access.services import require
from governance.ledger.services import record
from governance.refusals.exceptions import Refused
from governance.worktime.clock import clock_of, forget, hours_of, seeded_years
from governance.worktime.models import CalendarDay, CalendarYear, WorkCalendar, WorkSpan
from governance.worktime.rules import (
    ALARM_DAY,
    ALARM_MONTH,
    CALENDARS,
    DAY_KINDS,
)
from governance.worktime.seeding import days_of_year

if TYPE_CHECKING:
    from accounts.models import User

RIGHT = "governance.operate"
_listeners: list[Callable[[str], object]] = []


def on_change(listener: Callable[[str], object]) -> None:
    """Have `listener(code)` called in the transaction of every change of a calendar (deadlines reckon anew)."""
    _listeners.append(listener)


def _changed(calendar: WorkCalendar, event: str, actor: User | None, at: datetime, payload: dict[str, Any]) -> None:
    WorkCalendar.objects.filter(pk=calendar.pk).update(version=F("version") + 1, changed_at=timezone.now())
    record(event, actor=actor, kind="work_calendar", object_id=calendar.pk, payload=payload, at=at)
    forget()
    transaction.on_commit(forget)
    for listener in _listeners:
        listener(calendar.code)


@transaction.atomic
def set_day(
    calendar: WorkCalendar,
    day: date,
    kind: str,
    name_zh: str,
    name_en: str,
    *,
    actor: User,
    at: datetime | None = None,
) -> CalendarDay:
    """Make a day a holiday or a make-up working day."""
    require(actor, RIGHT)
    if kind not in DAY_KINDS:
        raise Refused(_("A special day is a holiday or a make-up working day. Please choose one."), field="kind")
    if not (name_zh.strip() and name_en.strip()):
        raise Refused(_("Give the day a name in Chinese and in English: people read why a clock stood still."))
    row, _made = CalendarDay.objects.update_or_create(
        calendar=calendar, day=day, defaults={"kind": kind, "name_zh": name_zh, "name_en": name_en}
    )
    payload = {"calendar": calendar.code, "day": day, "kind": kind}
    _changed(calendar, "calendar.day_set", actor, at or timezone.now(), payload)
    return row


@transaction.atomic
def remove_day(calendar: WorkCalendar, day: date, *, actor: User, at: datetime | None = None) -> None:
    """Make a day like every other of its weekday."""
    require(actor, RIGHT)
    gone, _rows = CalendarDay.objects.filter(calendar=calendar, day=day).delete()
    if not gone:
        raise Refused(_("This day is not in the table any more. Reload the page to see what stands there now."))
    _changed(calendar, "calendar.day_removed", actor, at or timezone.now(), {"calendar": calendar.code, "day": day})


@transaction.atomic
def set_hours(
    calendar: WorkCalendar,
    weekday: int,
    spans: Sequence[tuple[time, time]],
    *,
    actor: User,
    at: datetime | None = None,
) -> None:
    """Replace the opening hours of one weekday; an empty list closes it."""
    require(actor, RIGHT)
    ordered = sorted(spans)
    if any(closes <= opens for opens, closes in ordered):
        raise Refused(_("Opening hours must end after they begin. Please correct the times."), field="closes")
    if any(later[0] < earlier[1] for earlier, later in itertools.pairwise(ordered)):
        raise Refused(_("These opening hours overlap with others on that day. Please correct the times."))
    calendar.spans.filter(weekday=weekday).delete()
    WorkSpan.objects.bulk_create(
        WorkSpan(calendar=calendar, weekday=weekday, opens=opens, closes=closes) for opens, closes in ordered
    )
    if not calendar.spans.exists():
        raise Refused(_("A calendar without any opening hours would stop every clock. Leave at least one day open."))
    payload = {"calendar": calendar.code, "weekday": weekday, "hours": [f"{a:%H:%M}-{b:%H:%M}" for a, b in ordered]}
    _changed(calendar, "calendar.hours_set", actor, at or timezone.now(), payload)


@transaction.atomic
def complete_year(
    calendar: WorkCalendar, year: int, *, actor: User, source: str = "", at: datetime | None = None
) -> CalendarYear:
    """Say that the days of a year are all entered: deadlines into it are no longer provisional (W-02)."""
    require(actor, RIGHT)
    row, _made = CalendarYear.objects.update_or_create(
        calendar=calendar, year=year, defaults={"source": source or str(actor), "loaded_at": at or timezone.now()}
    )
    payload = {"calendar": calendar.code, "year": year}
    _changed(calendar, "calendar.year_completed", actor, at or timezone.now(), payload)
    return row


@transaction.atomic
def reopen_year(calendar: WorkCalendar, year: int, *, actor: User, at: datetime | None = None) -> None:
    """Say that the days of a year are not complete after all."""
    require(actor, RIGHT)
    CalendarYear.objects.filter(calendar=calendar, year=year).delete()
    payload = {"calendar": calendar.code, "year": year}
    _changed(calendar, "calendar.year_reopened", actor, at or timezone.now(), payload)


@transaction.atomic
def load_year(calendar: WorkCalendar, year: int, *, actor: User | None, at: datetime | None = None) -> int:
    """Enter a year's table from the library; 0 if the library does not know it. Days entered by hand stay.

    Run by setup without a person (actor None), else by an operator.
    """
    if actor is not None:
        require(actor, RIGHT)
    found = days_of_year(calendar.code, year)
    if found is None:
        return 0
    source, days = found
    CalendarDay.objects.bulk_create(
        [
            CalendarDay(calendar=calendar, day=day, kind=row.kind, name_zh=row.name_zh, name_en=row.name_en)
            for day, row in sorted(days.items())
        ],
        ignore_conflicts=True,
    )
    CalendarYear.objects.get_or_create(calendar=calendar, year=year, defaults={"source": source})
    payload = {"calendar": calendar.code, "year": year, "source": source, "days": len(days)}
    _changed(calendar, "calendar.year_loaded", actor, at or timezone.now(), payload)
    return len(days)


def seed(*, actor: User | None = None, at: datetime | None = None) -> None:
    """Calendars with their hours and every year that the libraries know; changes nothing the second time."""
    years = seeded_years(at or timezone.now())
    for row in CALENDARS:
        with transaction.atomic():
            calendar, made = WorkCalendar.objects.get_or_create(
                code=row.code, defaults={"name_zh": row.name_zh, "name_en": row.name_en, "zone": row.zone}
            )
            if made:
                WorkSpan.objects.bulk_create(
                    WorkSpan(calendar=calendar, weekday=weekday, opens=opens, closes=closes)
                    for weekday, spans in hours_of(row).items()
                    for opens, closes in spans
                )
            known = set(calendar.years.values_list("year", flat=True))
            for year in years:
                if year not in known:
                    load_year(calendar, year, actor=None, at=at)
    forget()


def calendar_choices() -> list[tuple[str, str]]:
    """Code and name of every working calendar, for forms."""
    return [(row.code, str(row)) for row in WorkCalendar.objects.all()]


def calendar_name(code: str) -> str:
    """The name of a working calendar in the reader's language; its code where nobody entered it."""
    plan = clock_of(code).plan
    return plan.name_en if get_language() == "en" else plan.name_zh


def missing_next_year(now: datetime) -> list[tuple[WorkCalendar, int]]:
    """Calendars whose table of this year, or after 1 December of next year, is not there (W-02)."""
    missing = []
    for calendar in WorkCalendar.objects.order_by("code").prefetch_related("years"):
        today = clock_of(calendar.code).local(now).date()
        wanted = [today.year] + ([today.year + 1] if today >= date(today.year, ALARM_MONTH, ALARM_DAY) else [])
        years = {row.year for row in calendar.years.all()}
        missing += [(calendar, year) for year in wanted if year not in years]
    return missing

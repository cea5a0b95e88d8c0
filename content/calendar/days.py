"""Which days a view spans, and the entries of each; a fixed number of statements for any number of posts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from content.calendar.rules import AGENDA_DAYS, CELL_LIMIT, ENTRIES_LIMIT
from content.drafts.models import Draft
from content.review.queries import waiting_for

if TYPE_CHECKING:
    from collections.abc import Iterable

    from accounts.public import User

SHOWN = ("id", "title", "status", "shown_at", "slots_total", "slots_signed", "returned_at", "account")


@dataclass
class Day:
    """One day with its entries."""

    date: dt.date
    in_month: bool = True
    entries: list[Draft] = field(default_factory=list)

    @property
    def shown(self) -> list[Draft]:
        """What fits into a cell."""
        return self.entries[:CELL_LIMIT]

    @property
    def more(self) -> int:
        """How many do not."""
        return max(0, len(self.entries) - CELL_LIMIT)


@dataclass(frozen=True)
class Span:
    """The days of one view, and where the views before and after begin."""

    view: str
    anchor: dt.date
    first: dt.date
    last: dt.date
    before: dt.date
    after: dt.date


def span_of(view: str, anchor: dt.date) -> Span:
    """The days that a view of this kind shows around `anchor`; weeks begin on Monday."""
    if view == "week":
        week = dt.timedelta(days=7)
        first = anchor - dt.timedelta(days=anchor.weekday())
        return Span(view, anchor, first, first + dt.timedelta(days=6), first - week, first + week)
    if view == "agenda":
        step = dt.timedelta(days=AGENDA_DAYS)
        return Span(view, anchor, anchor, anchor + step - dt.timedelta(days=1), anchor - step, anchor + step)
    begin = anchor.replace(day=1)
    following = (begin + dt.timedelta(days=32)).replace(day=1)
    end = following - dt.timedelta(days=1)
    first = begin - dt.timedelta(days=begin.weekday())
    last = end + dt.timedelta(days=6 - end.weekday())
    return Span(view, anchor, first, last, (begin - dt.timedelta(days=1)).replace(day=1), following)


def _midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def entries_of(user: User, span: Span, *, mine: bool = False, account_ids: Iterable[int] = ()) -> list[Draft]:
    """Drafts with a place in these days, on the reader's clock."""
    rows = Draft.objects.visible_to(user).filter(
        shown_at__gte=_midnight(span.first), shown_at__lt=_midnight(span.last + dt.timedelta(days=1))
    )
    if mine:
        rows = rows.filter(pk__in=waiting_for(user).values("draft_id"))
    accounts = list(account_ids)
    if accounts:
        rows = rows.filter(account_id__in=accounts)
    return list(rows.select_related("account").only(*SHOWN, *_ACCOUNT).order_by("shown_at", "pk")[:ENTRIES_LIMIT])


_ACCOUNT = ("account__handle", "account__platform", "account__name_zh", "account__name_en")


def days_of(span: Span, entries: Iterable[Draft]) -> list[Day]:
    """Every day of the span with its entries, in order."""
    by_day: dict[dt.date, list[Draft]] = defaultdict(list)
    for entry in entries:
        if entry.shown_at is not None:
            by_day[timezone.localtime(entry.shown_at).date()].append(entry)
    count = (span.last - span.first).days + 1
    dates = [span.first + dt.timedelta(days=offset) for offset in range(count)]
    return [Day(day, span.view != "month" or day.month == span.anchor.month, by_day[day]) for day in dates]


def weeks_of(days: list[Day]) -> list[list[Day]]:
    """The days in rows of seven."""
    return [days[start : start + 7] for start in range(0, len(days), 7)]


def read_date(text: Any, fallback: dt.date) -> dt.date:
    """A day out of the address; anything else is today."""
    try:
        day = dt.date.fromisoformat(str(text))
    except ValueError:
        return fallback
    return day if 2000 <= day.year < 2100 else fallback

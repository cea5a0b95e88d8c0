"""Which days a view spans, and the entries of each; a fixed number of statements for any number of posts."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.public import PLATFORM_CHOICES
from content.calendar.rules import AGENDA_DAYS, CELL_LIMIT, ENTRIES_LIMIT, LISTED_LIMIT, TITLE_SHOWN
from content.drafts.models import Draft
from content.drafts.workflow import DRAFT
from content.publishing.queries import RELEASABLE
from content.review.queries import waiting_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from accounts.public import User

SHOWN = ("id", "title", "status", "shown_at", "slots_total", "slots_signed", "returned_at", "account", "lock_version")


@dataclass(frozen=True, slots=True)
class Entry:
    """A post as the calendar shows it; `move_url` is empty where this person does not move it.

    `signed` says how many of its signatures are given, while one lacks; moment and time are on the reader's clock.
    """

    draft: Draft
    url: str
    move_url: str
    moment: str
    time: str
    title: str
    platform: str
    hint: str
    signed: str


@dataclass
class Day:
    """One day: how many entries it has, and those of them that are shown."""

    date: dt.date
    in_month: bool = True
    count: int = 0
    numbers: list[int] = field(default_factory=list)
    shown: list[Entry] = field(default_factory=list)

    @property
    def more(self) -> int:
        """How many are not shown."""
        return self.count - len(self.shown)


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


def midnight(day: dt.date) -> dt.datetime:
    """Where a day begins on the reader's clock."""
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def entries_of(
    user: User, span: Span, *, mine: bool = False, account_ids: Iterable[int] = ()
) -> list[tuple[int, dt.datetime]]:
    """Number and moment of every draft with a place in these days, in order, on the reader's clock."""
    rows = Draft.objects.visible_to(user).filter(
        shown_at__gte=midnight(span.first), shown_at__lt=midnight(span.last + dt.timedelta(days=1))
    )
    if mine:
        rows = rows.filter(pk__in=waiting_for(user).values("draft_id"))
    accounts = list(account_ids)
    if accounts:
        rows = rows.filter(account_id__in=accounts)
    found = rows.order_by("shown_at", "pk").values_list("pk", "shown_at")[:ENTRIES_LIMIT]
    return [(pk, at) for pk, at in found if at is not None]


_ACCOUNT = ("account__handle", "account__platform", "account__name_zh", "account__name_en")


def days_of(span: Span, entries: Iterable[tuple[int, dt.datetime]], movable: Collection[int] = ()) -> list[Day]:
    """Every day of the span in order, with how many entries it has and those that are shown of them.

    Only what is shown is read whole: one statement. Those on accounts of `movable` may be moved.
    """
    limit, left = (CELL_LIMIT, None) if span.view == "month" else (None, LISTED_LIMIT)
    numbers: dict[dt.date, list[int]] = defaultdict(list)
    zone = timezone.get_current_timezone()
    for pk, moment in entries:
        numbers[moment.astimezone(zone).date()].append(pk)
    count = (span.last - span.first).days + 1
    days = []
    for offset in range(count):
        date = span.first + dt.timedelta(days=offset)
        found = numbers[date]
        shown = found[:limit] if left is None else found[: max(left, 0)]
        left = None if left is None else left - len(shown)
        days.append(Day(date, span.view != "month" or date.month == span.anchor.month, len(found), shown))
    _read(days, movable)
    return days


def _read(days: list[Day], movable: Collection[int]) -> None:
    wanted = [pk for day in days for pk in day.numbers]
    rows = Draft.objects.filter(pk__in=wanted).select_related("account").only(*SHOWN, *_ACCOUNT)
    labels = {state.value: str(state.label) for state in DRAFT.states}
    platforms = {code: str(label) for code, label in PLATFORM_CHOICES}
    names: dict[int, str] = {}
    # A month shows some 250 entries: what a template would look up for each is worked out here, once where it repeats.
    page, move = (reverse(f"content:{name}", args=[0]).split("0") for name in ("draft_detail", "calendar_move"))
    entries = {}
    for draft in rows:
        if draft.account_id not in names:
            names[draft.account_id] = str(draft.account)
        at = timezone.localtime(draft.shown_at)
        may_move = draft.status in RELEASABLE and draft.account_id in movable
        entries[draft.pk] = Entry(
            draft,
            f"{page[0]}{draft.pk}{page[1]}",
            f"{move[0]}{draft.pk}{move[1]}" if may_move else "",
            at.isoformat(),
            f"{at.hour:02}:{at.minute:02}",
            draft.title if len(draft.title) <= TITLE_SHOWN else f"{draft.title[: TITLE_SHOWN - 1]}…",
            platforms.get(draft.account.platform, draft.account.platform),
            f"{names[draft.account_id]} · {labels[draft.status]}",
            _signed(draft),
        )
    for day in days:
        day.shown = [entries[pk] for pk in day.numbers if pk in entries]


def _signed(draft: Draft) -> str:
    """How many of its signatures are given, while one lacks."""
    if not draft.slots_total or draft.slots_signed >= draft.slots_total:
        return ""
    return _("%(signed)s of %(total)s signed") % {"signed": draft.slots_signed, "total": draft.slots_total}


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

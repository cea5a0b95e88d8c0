"""How a due time and a moment are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from governance.face.rules import DUE_SOON

UNITS = {
    "working_minutes": "minutes", "working_hours": "hours", "working_days": "days", "hours": "hours", "days": "days",
    "hours_on_working_days": "hours", "minutes": "minutes",
}  # fmt: skip
ONE_LETTER = {"minutes": "min", "hours": "h", "days": "d"}
WORKING_CLOCK = ("working_minutes", "working_hours", "working_days")


@dataclass(frozen=True, slots=True)
class Told:
    """A due time in words: its look (plain, soon, late, over), the text, and the explanation on hover."""

    look: str
    text: str
    why: str


def span(minutes: float) -> str:
    """A length of time, at most two units: "42 min", "3 h 5 min", "2 d 4 h"."""
    total = max(0, int(minutes))
    days, rest = divmod(total, 1440)
    hours, left = divmod(rest, 60)
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours} if hours else _("%d d") % days
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": left} if left else _("%d h") % hours
    return _("%d min") % left


def limit_words(limit: Any) -> str:
    """The limit itself: "1 h", "2 working days"."""
    amount, unit = (limit.get("amount"), limit.get("unit")) if isinstance(limit, dict) else (None, None)
    if amount is None or unit not in UNITS:
        return ""
    if unit == "working_days":
        return ngettext("%d working day", "%d working days", amount) % amount
    if unit == "days":
        return ngettext("%d day", "%d days", amount) % amount
    return span(amount * (60 if UNITS[unit] == "hours" else 1))


def minutes_between(deadline: Any, start: datetime, end: datetime) -> float:
    """Minutes from start to end on the deadline's own clock."""
    limit = getattr(deadline, "limit", None) or {}
    if isinstance(limit, dict) and limit.get("unit") in WORKING_CLOCK:
        from governance.worktime.services import working_minutes_between

        return float(working_minutes_between(deadline.calendar, start, end))
    return (end - start) / timedelta(minutes=1)


def tell_due(deadline: Any, now: datetime | None = None) -> Told:
    """What a list shows for a deadline: time left of the limit, orange from 80 %, red since the breach."""
    now = now or timezone.now()
    english = get_language() == "en"
    why = str(getattr(deadline, "explain_en" if english else "explain_zh", "") or "")
    state = getattr(deadline, "state", "running")
    if state == "met":
        return Told("over", _("done"), why)
    if state == "cancelled":
        return Told("over", _("no longer due"), why)
    if state == "paused":
        return Told("over", _("paused"), why)
    if now >= deadline.due_at:
        late = (now - deadline.due_at) / timedelta(minutes=1)
        return Told("late", _("late by %s") % span(late), why)
    left = minutes_between(deadline, now, deadline.due_at)
    whole = minutes_between(deadline, deadline.started_at, deadline.due_at)
    soon = whole <= 0 or (whole - left) / whole >= DUE_SOON
    limit = limit_words(getattr(deadline, "limit", None)) or span(whole)
    text = _("%(left)s left of %(limit)s") % {"left": span(left), "limit": limit}
    calendar = getattr(deadline, "calendar", "")
    if calendar:
        text = _("%(text)s, calendar %(calendar)s") % {"text": text, "calendar": calendar_name(str(calendar))}
    return Told("soon" if soon else "plain", text, why)


def calendar_name(code: str) -> str:
    """The calendar in words where it is one of the usual ones, else its code."""
    names = {"CN": _("China"), "US": _("United States"), "HK": _("Hong Kong"), "GB": _("United Kingdom")}
    return names.get(code, code)


def tell_moment(moment: datetime, now: datetime | None = None) -> str:
    """A moment on the person's clock, as short as it can be said without doubt."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now or timezone.now())
    if local.date() == today.date():
        return local.strftime("%H:%M")
    if local.year == today.year:
        return local.strftime("%m-%d %H:%M")
    return local.strftime("%Y-%m-%d %H:%M")

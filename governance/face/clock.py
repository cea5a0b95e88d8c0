"""How a due time and a moment are told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from governance.face.rules import DUE_SOON
from governance.worktime.clock import clock_of
from governance.worktime.rules import CALENDARS_BY_CODE, UNITS_BY_CODE, WALL, WORK


@dataclass(frozen=True, slots=True)
class Told:
    """A due time in words: look (plain, soon, late, missed, paused, over), text, and the explanation on hover."""

    look: str
    text: str
    why: str


def span(minutes: float, clock: str = WALL) -> str:
    """A length of time, at most two units: "42 min", "3 h 5 min", "2 d 4 h"; a working day has no 24 hours."""
    total = max(0, int(minutes))
    days, rest = divmod(total, 1440) if clock != WORK else (0, total)
    hours, left = divmod(rest, 60)
    if days:
        return _("%(days)d d %(hours)d h") % {"days": days, "hours": hours} if hours else _("%d d") % days
    if hours:
        return _("%(hours)d h %(minutes)d min") % {"hours": hours, "minutes": left} if left else _("%d h") % hours
    return _("%d min") % left


def limit_words(limit: Any) -> str:
    """The limit itself: "1 h", "2 working days"."""
    amount, unit = (limit.get("amount"), limit.get("unit")) if isinstance(limit, dict) else (None, None)
    if amount is None or unit not in UNITS_BY_CODE:
        return ""
    if unit == "working_days":
        return ngettext("%d working day", "%d working days", amount) % amount
    if unit == "days":
        return ngettext("%d day", "%d days", amount) % amount
    return _("%d min") % amount if unit == "working_minutes" else _("%d h") % amount


def minutes_left(deadline: Any, now: datetime) -> float:
    """Minutes until it is due, on the deadline's own clock."""
    if deadline.clock == WALL:
        return (deadline.due_at - now) / timedelta(minutes=1)
    return clock_of(deadline.calendar).between(now, deadline.due_at, deadline.clock) / 60


def tell_due(deadline: Any, now: datetime | None = None) -> Told:
    """What a list shows for a deadline: the moment, then time left of the limit; orange from 80 %, red once late."""
    now = now or timezone.now()
    english = get_language() == "en"
    why = str(getattr(deadline, "explain_en" if english else "explain_zh", "") or "")
    state = getattr(deadline, "state", "running")
    if state == "met":
        if deadline.met_at and deadline.met_at > deadline.due_at:
            late = (deadline.met_at - deadline.due_at) / timedelta(minutes=1)
            return Told("missed", _("done, late by %s") % span(late), why)
        return Told("over", _("done"), why)
    if state == "cancelled":
        return Told("over", _("no longer due"), why)
    if state == "paused":
        return Told("paused", _("paused"), why)
    if now >= deadline.due_at:
        late = (now - deadline.due_at) / timedelta(minutes=1)
        return Told("late", _("late by %s") % span(late), why) if late >= 1 else Told("soon", _("due now"), why)
    left, whole = minutes_left(deadline, now), deadline.budget / 60
    soon = whole <= 0 or (whole - left) / whole >= DUE_SOON
    told = {
        "due": due_moment(deadline, now), "left": span(left, deadline.clock),
        "limit": limit_words(deadline.limit) or span(whole, deadline.clock),
    }  # fmt: skip
    if deadline.clock == WALL:
        text = _("due %(due)s, %(left)s left of %(limit)s") % told
    elif left < 1:
        text = _("due %(due)s, no working time left of %(limit)s") % told
    else:
        text = _("due %(due)s, %(left)s of working time left of %(limit)s") % told
    return Told("soon" if soon else "plain", text, why)


def due_moment(deadline: Any, now: datetime) -> str:
    """The moment on the reader's clock; where the calendar keeps another time, that time and its place as well."""
    moment = tell_moment(deadline.due_at, now)
    there = deadline.due_at.astimezone(clock_of(deadline.calendar).plan.zone)
    if there.utcoffset() == timezone.localtime(deadline.due_at).utcoffset():
        return moment
    local = there.strftime("%m-%d %H:%M")
    return _("%(due)s (%(there)s in %(place)s)") % {
        "due": moment, "there": local, "place": calendar_name(deadline.calendar),
    }  # fmt: skip


def calendar_name(code: str) -> str:
    """The calendar in words where it is one of the seeded ones, else its code."""
    row = CALENDARS_BY_CODE.get(code)
    if row is None:
        return code
    return row.name_en if get_language() == "en" else row.name_zh


def tell_moment(moment: datetime, now: datetime | None = None) -> str:
    """A moment on the person's clock, as short as it can be said without doubt."""
    local = timezone.localtime(moment)
    today = timezone.localtime(now or timezone.now())
    if local.date() == today.date():
        return local.strftime("%H:%M")
    if local.year == today.year:
        return local.strftime("%m-%d %H:%M")
    return local.strftime("%Y-%m-%d %H:%M")

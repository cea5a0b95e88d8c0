"""Weekdays and times of a rota as rows. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from django.utils.translation import gettext_lazy as _

WEEKDAYS = (
    (0, _("Monday")),
    (1, _("Tuesday")),
    (2, _("Wednesday")),
    (3, _("Thursday")),
    (4, _("Friday")),
    (5, _("Saturday")),
    (6, _("Sunday")),
)
DAY_MINUTES = 1440
Span = tuple[int, int]


def minutes_of(at: time) -> int:
    """Minutes since midnight."""
    return at.hour * 60 + at.minute


def uncovered(opening: Iterable[Span], shifts: Iterable[Span]) -> int:
    """Minutes of the opening hours in which nobody is on duty; spans are minutes since midnight."""
    missing = 0
    merged = sorted(shifts)
    for opens, closes in opening:
        reached = opens
        for begins, ends in merged:
            if ends <= reached:
                continue
            if begins >= closes:
                break
            missing += max(0, min(begins, closes) - reached)
            reached = max(reached, min(ends, closes))
        missing += max(0, closes - reached)
    return missing

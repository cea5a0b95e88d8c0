"""Cycles of targets as rows, and which metrics are better when they are low (R-086). Pure, no database."""

from __future__ import annotations

from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

MONTH, QUARTER, YEAR = "month", "quarter", "year"
CYCLES = (
    (MONTH, _("Month")),
    (QUARTER, _("Quarter")),
    (YEAR, _("Year")),
)
LENGTHS = {MONTH: 1, QUARTER: 3, YEAR: 12}
# Reaching the target means staying at or below it.
LOWER_IS_BETTER = frozenset({"unfollows", "dislikes", "negative_feedback", "bounce_rate"})


def cycle_start(cycle: str, day: date) -> date:
    """The first day of the month, quarter or year of `day`."""
    length = LENGTHS[cycle]
    return day.replace(month=(day.month - 1) // length * length + 1, day=1)


def cycle_end(cycle: str, start: date) -> date:
    """The first day after the cycle that begins on `start`."""
    month = start.month - 1 + LENGTHS[cycle]
    return start.replace(year=start.year + month // 12, month=month % 12 + 1, day=1)


def cycle_name(cycle: str, start: date) -> str:
    """2026-05, 2026-Q2 or 2026."""
    if cycle == MONTH:
        return f"{start:%Y-%m}"
    return f"{start.year}-Q{(start.month + 2) // 3}" if cycle == QUARTER else f"{start.year}"


def expected_share(start: date, end: date, upto: date) -> float:
    """How much of the cycle has passed before the day `upto`, between 0 and 1."""
    passed = min(max(upto, start), end) - start
    return passed / (end - start) if end > start else float(upto >= end)


def months_between(start: date, end: date) -> list[date]:
    """The first days of the months from `start` up to, not including, `end`."""
    months, month = [], start.replace(day=1)
    while month < end:
        months.append(month)
        month = (month + timedelta(days=31)).replace(day=1)
    return months

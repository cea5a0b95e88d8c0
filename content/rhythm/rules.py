"""How often and how punctually is posted, as rows (R-022, R-023). Pure."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from django.utils.translation import gettext_lazy as _

MINIMUM, TOLERANCE = "posting.minimum", "publish.tolerance"
KIND = "posting_period"
DAY, WEEK, MONTH = "day", "week", "month"
PERIODS = ((DAY, _("day")), (WEEK, _("week")), (MONTH, _("month")))
# A post that is recorded late still counts where its period ended so lately.
COUNTED_BACK = timedelta(days=62)
# The list of posts that were early or late looks so far back.
SHOWN_BACK = timedelta(days=90)
BEAT = (("posting-periods", "content.rhythm.tasks.count_posting_periods", 3600),)


class Period(NamedTuple):
    """A day, a week from Monday, or a month: its first and last day, both inclusive."""

    first: date
    last: date


def period_of(per: str, day: date) -> Period:
    """The period in which a day lies."""
    if per == DAY:
        return Period(day, day)
    if per == WEEK:
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    first = day.replace(day=1)
    return Period(first, (first + timedelta(days=31)).replace(day=1) - timedelta(days=1))


def whole_periods(per: str, since: date, today: date) -> list[Period]:
    """The periods that begin on `since` or later and are over by `today`, oldest first."""
    found = []
    period = period_of(per, since)
    while period.last < today:
        if period.first >= since:
            found.append(period)
        period = period_of(per, period.last + timedelta(days=1))
    return found

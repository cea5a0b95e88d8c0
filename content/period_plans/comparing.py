"""A plan against what came of it, and the weeks ahead against the rule book, account by account (R-022, R-025)."""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from content.drafts.models import Draft
from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.period_plans.places import accounts_of
from content.period_plans.rules import (
    DAY,
    DAYS_OF_PER,
    FORECAST_WEEKS,
    LEAST_MEDIA,
    LEAST_TYPES,
    MINIMUM,
    TOLERANCE,
)
from content.plans.models import PlanItem
from content.publishing.models import Publication
from governance.public import param, steady, today

if TYPE_CHECKING:
    from accounts.public import PlatformAccount
    from content.period_plans.models import PeriodPlan

TYPE_WORDS, MEDIUM_WORDS = dict(CONTENT_TYPES), dict(MEDIA)
WEEK = timedelta(days=7)


def span(first: date, last: date) -> tuple[datetime, datetime]:
    """The moments at which these days begin and are over, on the company's clock."""
    zone = timezone.get_default_timezone()
    return datetime.combine(first, dt.time.min, zone), datetime.combine(last + DAY, dt.time.min, zone)


def needed_in(account: PlatformAccount, days: int, at: datetime) -> int:
    """How many posts the rule books ask for in so many days; 0 where they set no minimum for the platform."""
    minimum = param(MINIMUM, account=account, at=at).value.get(account.platform)
    return math.ceil(minimum["amount"] * days / DAYS_OF_PER[minimum["per"]]) if minimum else 0


@dataclass
class Actual:
    """One account in the period of a plan: counts of posts, the mix, and what the rule books ask for until now."""

    account: PlatformAccount
    planned: int = 0
    published: int = 0
    late: int = 0
    missed: int = 0
    aimed: int | None = None
    needed: int = 0
    types: set[str] = field(default_factory=set)
    media: set[str] = field(default_factory=set)
    least_types: int = 0
    least_media: int = 0

    @property
    def is_enough(self) -> bool:
        """Whether the minimum of the rule books is reached so far."""
        return self.published >= self.needed

    @property
    def is_mixed(self) -> bool:
        """Whether the mix is as wide as the rule books ask for."""
        return len(self.types) >= self.least_types and len(self.media) >= self.least_media

    @property
    def types_in_words(self) -> list[str]:
        return [str(TYPE_WORDS.get(code, code)) for code in sorted(self.types)]

    @property
    def media_in_words(self) -> list[str]:
        return [str(MEDIUM_WORDS.get(code, code)) for code in sorted(self.media)]


def plan_against_actual(plan: PeriodPlan, now: datetime, accounts: Iterable[PlatformAccount]) -> list[Actual]:
    """Each account of the plan among `accounts`: planned, published, late, left out, and the mix; 3 statements."""
    seen = {row.pk for row in accounts}
    rows = {row.pk: Actual(row) for row in accounts_of(plan.account, plan.pack, now) if row.pk in seen}
    start, end = span(plan.starts_on, plan.ends_on)
    gone = max(0, min((today(now) - plan.starts_on).days, (plan.ends_on - plan.starts_on).days + 1))
    tolerance = {}
    for pk, actual in rows.items():
        account = actual.account
        actual.needed = needed_in(account, gone, now)
        actual.least_types = int(param(LEAST_TYPES, account=account, at=now).value)
        actual.least_media = int(param(LEAST_MEDIA, account=account, at=now).value)
        tolerance[pk] = timedelta(minutes=float(param(TOLERANCE, account=account, at=now).value))
        if plan.posts and plan.per:
            actual.aimed = math.ceil(plan.posts * ((plan.ends_on - plan.starts_on).days + 1) / DAYS_OF_PER[plan.per])
    out = Publication.objects.filter(draft__plan_item=OuterRef("pk"))
    items = PlanItem.objects.approved().filter(account__in=rows, planned_at__gte=start, planned_at__lt=end)
    for account_id, planned_at, is_out in items.annotate(out=Exists(out)).values_list(
        "account_id", "planned_at", "out"
    ):
        rows[account_id].planned += 1
        rows[account_id].missed += not is_out and planned_at is not None and planned_at < now
    posts = Publication.objects.filter(account__in=rows, published_at__gte=start, published_at__lt=end)
    for account_id, planned_for, published_at, type_, medium in posts.values_list(
        "account_id", "planned_for", "published_at", "draft__content_type", "draft__medium"
    ):
        actual = rows[account_id]
        actual.published += 1
        actual.late += planned_for is not None and published_at > planned_for + tolerance[account_id]
        actual.types.add(type_)
        actual.media.add(medium)
    return list(rows.values())


@dataclass(frozen=True)
class WeekAhead:
    """One week of an account: what is out or comes, and what the rule books ask for."""

    first: date
    count: int
    needed: int

    @property
    def gap(self) -> int:
        """How many posts are missing."""
        return max(0, self.needed - self.count)


@dataclass(frozen=True)
class Forecast:
    """The weeks ahead of an account."""

    account: PlatformAccount
    weeks: list[WeekAhead]

    @property
    def gap(self) -> int:
        """How many posts are missing in all of them."""
        return sum(week.gap for week in self.weeks)


def forecast_gaps(
    accounts: Sequence[PlatformAccount], now: datetime, *, weeks: int = FORECAST_WEEKS
) -> list[Forecast]:
    """The accounts that have a minimum, with what is published, scheduled or planned in each of the coming weeks.

    The present week counts whole. A plan item counts until a draft on it is scheduled or out; 3 statements.
    """
    with steady():
        needed = {row.pk: needed_in(row, 7, now) for row in accounts}
    rows = [row for row in accounts if needed[row.pk]]
    first = today(now) - timedelta(days=today(now).weekday())
    start, end = span(first, first + weeks * WEEK - DAY)
    inside: dict[int, Counter[int]] = defaultdict(Counter)

    def count(found: Iterable[tuple[int, datetime | None]]) -> None:
        for account_id, moment in found:
            if moment is not None:
                inside[account_id][(today(moment) - first).days // 7] += 1

    here = {"account__in": [row.pk for row in rows]}
    posts = Publication.objects.live().filter(**here, published_at__gte=start, published_at__lt=end)
    count(posts.values_list("account_id", "published_at"))
    drafts = Draft.objects.filter(**here, status="scheduled", scheduled_at__gte=start, scheduled_at__lt=end)
    count(drafts.values_list("account_id", "scheduled_at"))
    taken = Draft.objects.filter(Q(status="scheduled") | Q(publications__isnull=False), plan_item=OuterRef("pk"))
    items = PlanItem.objects.filter(
        ~Exists(taken),
        **here,
        status__in=["submitted", "approved"],
        planned_at__gte=max(start, now),
        planned_at__lt=end,
    )
    count(items.values_list("account_id", "planned_at"))
    return [
        Forecast(
            row,
            [WeekAhead(first + number * WEEK, inside[row.pk][number], needed[row.pk]) for number in range(weeks)],
        )
        for row in rows
    ]

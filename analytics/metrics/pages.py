"""What the pages of figures show: the latest of each account, one series with its line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Max
from django.utils import timezone

from accounts.public import PlatformAccount
from analytics.metrics.models import AccountDay, AccountMonth, MetricDefinition, PlatformPost, PublicationDay
from analytics.metrics.months import month_of, next_month
from analytics.metrics.rules import MAIN_METRICS
from content.public import Publication, publications_of
from governance.public import accounts_for

if TYPE_CHECKING:
    from accounts.models import User

DAYS_SHOWN = 62
POSTS_SHOWN = 25
CANDIDATE_DAYS = 3
LINE_WIDTH, LINE_HEIGHT = 600, 80


@dataclass(slots=True)
class AccountRow:
    """An account with its newest month in each main metric."""

    account: PlatformAccount
    month: date | None = None
    values: list[Decimal | None] = field(default_factory=list)
    last_import: object = None
    unregistered: int = 0


def account_rows(user: User) -> tuple[list[MetricDefinition], list[AccountRow]]:
    """The accounts whose figures the user may see, each with the newest month that it has."""
    accounts = list(PlatformAccount.objects.filter(pk__in=accounts_for(user, "accounts.view_metrics")))
    ids = [account.pk for account in accounts]
    by_account = AccountMonth.objects.filter(account__in=ids).order_by().values("account")
    newest = dict(by_account.annotate(newest=Max("month")).values_list("account", "newest"))
    metrics = sorted(
        MetricDefinition.objects.filter(code__in=MAIN_METRICS), key=lambda row: MAIN_METRICS.index(row.code)
    )
    found: dict[tuple[int, int], Decimal] = {}
    months = AccountMonth.objects.filter(account__in=ids, month__in=set(newest.values()), metric__in=metrics)
    # "daily" comes before "posts", and the first that is found stays.
    for row in months.order_by("basis"):
        if newest.get(row.account_id) == row.month:
            found.setdefault((row.account_id, row.metric_id), row.value)
    saved = PlatformAccount.objects.filter(pk__in=ids, metric_imports__status="saved")
    last = dict(saved.annotate(last=Max("metric_imports__finished_at")).values_list("pk", "last"))
    waiting = PlatformPost.objects.unregistered().filter(account__in=ids)
    counts = dict(waiting.order_by().values("account").annotate(n=Count("pk")).values_list("account", "n"))
    return metrics, [
        AccountRow(
            account,
            newest.get(account.pk),
            [found.get((account.pk, metric.pk)) for metric in metrics],
            last.get(account.pk),
            counts.get(account.pk, 0),
        )
        for account in accounts
    ]


@dataclass(slots=True)
class Series:
    """One metric of one account, day by day, with the line that draws it."""

    metric: MetricDefinition
    days: list[AccountDay]
    line: str
    low: Decimal
    high: Decimal


def metrics_of(account: PlatformAccount) -> list[MetricDefinition]:
    """The metrics of which the account has daily figures."""
    ids = AccountDay.objects.filter(account=account).order_by().values_list("metric", flat=True).distinct()
    return list(MetricDefinition.objects.filter(pk__in=list(ids)))


def series_of(account: PlatformAccount, metric: MetricDefinition, month: date | None = None) -> Series | None:
    """The days of a month, or the newest days of a metric; newest first."""
    rows = AccountDay.objects.filter(account=account, metric=metric)
    if month is not None:
        rows = rows.filter(day__gte=month, day__lt=next_month(month))
    days = list(rows.order_by("-day")[:DAYS_SHOWN])
    if not days:
        return None
    values = [row.value for row in days]
    return Series(metric, days, line_of(days), min(values), max(values))


def line_of(days: Sequence[AccountDay]) -> str:
    """Points of an SVG line, oldest first; a day without figure leaves its place empty."""
    first, last = days[-1].day, days[0].day
    low, high = min(row.value for row in days), max(row.value for row in days)
    span, height = max(1, (last - first).days), float(high - low) or 1.0
    return " ".join(
        f"{(row.day - first).days / span * LINE_WIDTH:.1f},"
        f"{LINE_HEIGHT - float(row.value - low) / height * (LINE_HEIGHT - 4) - 2:.1f}"
        for row in reversed(days)
    )


def missing_days(days: Sequence[AccountDay]) -> list[date]:
    """Days between the first and the last that have no figure (R-087, R-088)."""
    if not days:
        return []
    known = {row.day for row in days}
    first, last = min(known), max(known)
    return [day for count in range((last - first).days) if (day := first + timedelta(days=count)) not in known]


def months_of(account: PlatformAccount, metric: MetricDefinition) -> list[AccountMonth]:
    """Every month summary of a metric, the newest first; daily figures where a month has both."""
    rows = AccountMonth.objects.filter(account=account, metric=metric).order_by("-month", "basis")
    seen: dict[date, AccountMonth] = {}
    for row in rows:
        seen.setdefault(month_of(row.month), row)
    return list(seen.values())


def month_in(text: str) -> date | None:
    """A month of this century written as 2026-05; None for anything else."""
    try:
        month = datetime.strptime(text, "%Y-%m").date()
    except ValueError:
        return None
    return month if 2000 <= month.year < 2100 else None


def newest_posts(account: PlatformAccount) -> list[PublicationDay]:
    """The account's newest posts with their newest figures."""
    rows = PublicationDay.objects.filter(post__account=account, basis="lifetime", latest=True)
    return list(rows.select_related("post").order_by("-post__published_on", "-post_id")[:POSTS_SHOWN])


def candidates_for(post: PlatformPost) -> list[Publication]:
    """Publications of the account around the post's day that no other post is matched with."""
    rows = publications_of([post.account_id])
    if post.published_on:
        noon = timezone.make_aware(datetime.combine(post.published_on, time(12)))
        rows = publications_of(
            [post.account_id], since=noon - timedelta(days=CANDIDATE_DAYS), until=noon + timedelta(days=CANDIDATE_DAYS)
        )
    taken = PlatformPost.objects.filter(account=post.account_id, status="matched").values("publication_id")
    return list(rows.exclude(pk__in=taken).order_by("-published_at")[:POSTS_SHOWN])

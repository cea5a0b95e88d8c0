"""Month summaries: recomputed as whole months, and only the months that an import touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Avg, Count, F, FloatField, QuerySet, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.translation import gettext as _

from analytics.metrics.models import AccountDay, AccountMonth, MetricDefinition, PublicationDay
from analytics.metrics.rules import POST_COLUMNS
from analytics.snapshots.tops import refresh_tops
from governance.public import Refused

SIX_PLACES = Decimal("0.000001")
# What the column of a summary holds: 20 digits before the point.
MOST = 10**20
Figure = tuple[int, str, Any, int]  # metric id, basis, value, days or posts counted


def month_of(day: date) -> date:
    """The first day of the month of `day`."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return (month + timedelta(days=31)).replace(day=1)


@transaction.atomic
def refresh_months(account_id: int, months: Iterable[date]) -> int:
    """Write the summaries of these months of one account anew; returns how many rows stand afterwards.

    Called in the transaction of the import, so that a report never sees figures without their month. Refused where
    the figures of a month add up to more than a summary can hold.
    """
    definitions = {row.code: row for row in MetricDefinition.objects.all()}
    by_day = PublicationDay.objects.filter(post__account=account_id, basis="day").exists()
    standing = 0
    for month in sorted({month_of(day) for day in months}):
        rows = [
            AccountMonth(
                account_id=account_id,
                month=month,
                metric_id=metric_id,
                basis=basis,
                value=_kept(value, month),
                items=items,
            )
            for metric_id, basis, value, items in _figures(account_id, month, definitions, by_day)
        ]
        AccountMonth.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["month", "account", "basis", "metric"],
            update_fields=["value", "items"],
        )
        written = {(row.metric_id, row.basis) for row in rows}
        gone = [
            pk
            for pk, metric_id, basis in AccountMonth.objects.filter(account=account_id, month=month).values_list(
                "pk", "metric_id", "basis"
            )
            if (metric_id, basis) not in written
        ]
        AccountMonth.objects.filter(pk__in=gone).delete()
        refresh_tops(account_id, month, next_month(month), by_day=by_day)
        standing += len(rows)
    return standing


def _kept(value: Any, month: date) -> Decimal:
    """The value as a summary holds it."""
    if abs(value) >= MOST:
        raise Refused(
            _("The figures of %(month)s add up to more than can be kept. Look for numbers that are too large.")
            % {"month": f"{month:%Y-%m}"}
        )
    return Decimal(str(value)).quantize(SIX_PLACES)


def _figures(account_id: int, month: date, definitions: dict[str, MetricDefinition], by_day: bool) -> Iterator[Figure]:
    """All figures of one account and month, by basis."""
    end = next_month(month)
    yield from _of_days(account_id, month, end)
    # By way of the posts: their indexes lead there, and the wide table needs none for this.
    posts = PublicationDay.objects.filter(post__account=account_id)
    lifetime = posts.filter(basis="lifetime", latest=True, post__published_on__gte=month, post__published_on__lt=end)
    daily = posts.filter(basis="day", day__gte=month, day__lt=end)
    seen: set[int] = set()
    for rows in (daily, lifetime) if by_day else (lifetime,):
        for figure in _of_posts(rows, definitions, seen, further=rows is lifetime):
            seen.add(figure[0])
            yield figure


def _of_days(account_id: int, month: date, end: date) -> Iterator[Figure]:
    days = AccountDay.objects.filter(account=account_id, day__gte=month, day__lt=end)
    last = dict(days.filter(metric__aggregation="last").order_by("day").values_list("metric_id", "value"))
    groups = days.values("metric_id", how=F("metric__aggregation")).annotate(
        total=Sum(Cast("value", FloatField())), mean=Avg(Cast("value", FloatField())), items=Count("pk")
    )
    for group in groups:
        value = {"sum": group["total"], "mean": group["mean"], "last": last.get(group["metric_id"])}[group["how"]]
        yield group["metric_id"], AccountMonth.Basis.DAILY, value, group["items"]


def _of_posts(
    rows: QuerySet[PublicationDay], definitions: dict[str, MetricDefinition], seen: set[int], *, further: bool
) -> Iterator[Figure]:
    """Sums of the posts' columns; where `further`, also sums or means of what lies in `more`."""
    # Summed as floating point: exact for every real figure, and no sum of absurd ones overflows.
    sums = {f"{code}_sum": Sum(Cast(code, FloatField())) for code in POST_COLUMNS}
    totals = rows.aggregate(**sums, **{f"{code}_n": Count(code) for code in POST_COLUMNS})
    for code in POST_COLUMNS:
        if totals[f"{code}_n"] and code in definitions and definitions[code].pk not in seen:
            yield definitions[code].pk, AccountMonth.Basis.POSTS, totals[f"{code}_sum"], totals[f"{code}_n"]
    rows = rows.exclude(more={})
    if not further or not rows.exists():
        return
    for code, definition in definitions.items():
        if code in POST_COLUMNS or definition.pk in seen:
            continue
        numbers = rows.filter(more__has_key=code).annotate(number=Cast(KeyTextTransform(code, "more"), FloatField()))
        how = Sum("number") if definition.aggregation == "sum" else Avg("number")
        found = numbers.aggregate(value=how, items=Count("pk"))
        if found["items"]:
            yield definition.pk, AccountMonth.Basis.POSTS, found["value"], found["items"]

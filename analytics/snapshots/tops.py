"""The best posts of a month: written with the month's summary, so that a report need not look at every post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from heapq import nlargest
from typing import Any

from django.db import transaction
from django.db.models import F, FloatField, Sum, Value
from django.db.models.functions import Cast, Coalesce

from analytics.metrics.models import PublicationDay
from analytics.snapshots.models import TopPost
from analytics.snapshots.rules import TOP_KEPT, TOP_METRICS

# What the column of a ranking holds.
MOST = 2**63 - 1


@transaction.atomic
def refresh_tops(account_id: int, month: date, end: date, *, by_day: bool = True) -> int:
    """Write the best posts of one account and month anew; in the transaction of the import.

    `by_day`: whether the account has figures of single days of posts; without them one look is enough.
    """
    best = _totals(account_id, month, end, by_day=by_day)
    rows: list[TopPost] = []
    for place, metric in enumerate(TOP_METRICS):
        totals = ((min(int(row[place]), MOST), -post_id) for post_id, row in best.items() if row[place] > 0)
        rows += [
            TopPost(account_id=account_id, month=month, metric=metric, rank=rank, post_id=-post_id, value=value)
            for rank, (value, post_id) in enumerate(nlargest(TOP_KEPT, totals), 1)
        ]
    standing = TopPost.objects.filter(account=account_id, month=month)
    before = set(standing.values_list("metric", "rank", "post_id", "value"))
    if before != {(row.metric, row.rank, row.post_id, row.value) for row in rows}:
        standing.delete()
        TopPost.objects.bulk_create(rows)
    return len(rows)


def _totals(account_id: int, month: date, end: date, *, by_day: bool) -> dict[int, tuple[float, ...]]:
    """Posts of the month with their newest figures, and posts with what their days of the month added."""
    parts = _parts()
    posts = PublicationDay.objects.filter(post__account=account_id)
    newest = posts.filter(latest=True, post__published_on__gte=month, post__published_on__lt=end)
    found = {row[0]: row[1:] for row in newest.annotate(**parts).values_list("post_id", *parts)}
    if by_day:
        days = posts.filter(basis="day", day__gte=month, day__lt=end).values("post_id")
        sums = days.annotate(**{name: Sum(part) for name, part in parts.items()})
        found |= {row[0]: row[1:] for row in sums.values_list("post_id", *parts)}
    return found


def _parts() -> dict[str, Any]:
    """What each ranking adds up, a missing figure counting nothing; as floating point, which no column overflows."""
    parts: dict[str, Any] = {}
    for metric, columns in TOP_METRICS.items():
        added: Any = Value(0.0)
        for column in columns:
            added = added + Coalesce(Cast(F(column), FloatField()), Value(0.0))
        parts[f"top_{metric}"] = added
    return parts


def top_posts(month: date, account_ids: Collection[int] | None = None, *, metric: str) -> list[TopPost]:
    """The best posts of these accounts together, from the best of each."""
    rows = TopPost.objects.filter(month=month.replace(day=1), metric=metric)
    if account_ids is not None:
        rows = rows.filter(account_id__in=account_ids)
    return list(rows.select_related("post", "account").order_by("-value", "post_id")[:TOP_KEPT])

"""The best posts of a month: written with the month's summary, so that a report need not look at every post."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import F, Q, QuerySet, Sum, Value
from django.db.models.functions import Coalesce

from analytics.metrics.models import PublicationDay
from analytics.snapshots.models import TopPost
from analytics.snapshots.rules import TOP_KEPT, TOP_METRICS


@transaction.atomic
def refresh_tops(account_id: int, month: date, end: date) -> int:
    """Write the best posts of one account and month anew; in the transaction of the import."""
    rows: list[TopPost] = []
    for metric, columns in TOP_METRICS.items():
        ranked = _ranked(account_id, month, end, columns)
        rows += [
            TopPost(account_id=account_id, month=month, metric=metric, rank=rank, post_id=post_id, value=value)
            for rank, (post_id, value) in enumerate(ranked, 1)
        ]
    standing = TopPost.objects.filter(account=account_id, month=month)
    before = set(standing.values_list("metric", "rank", "post_id", "value"))
    if before != {(row.metric, row.rank, row.post_id, row.value) for row in rows}:
        standing.delete()
        TopPost.objects.bulk_create(rows)
    return len(rows)


def _ranked(account_id: int, month: date, end: date, columns: tuple[str, ...]) -> list[tuple[int, int]]:
    """Posts with what their days of the month added, and posts of the month with their newest figures."""
    best: dict[int, int] = {}
    for rows in (
        PublicationDay.objects.filter(
            post__account=account_id, latest=True, post__published_on__gte=month, post__published_on__lt=end
        ),
        PublicationDay.objects.filter(post__account=account_id, basis="day", day__gte=month, day__lt=end),
    ):
        best.update(_sums(rows, columns))
    ranked = sorted(best.items(), key=lambda item: (-item[1], item[0]))
    return ranked[:TOP_KEPT]


def _sums(rows: QuerySet[PublicationDay], columns: tuple[str, ...]) -> list[tuple[int, int]]:
    given = Q()
    for column in columns:
        given |= Q(**{f"{column}__isnull": False})
    parts = [Coalesce(F(column), Value(0)) for column in columns]
    added: Any = parts[0]
    for part in parts[1:]:
        added = added + part
    sums = rows.filter(given).values("post_id").annotate(total=Sum(added)).filter(total__gt=0)
    return list(sums.order_by("-total", "post_id").values_list("post_id", "total")[:TOP_KEPT])


def top_posts(month: date, account_ids: Collection[int] | None = None, *, metric: str) -> list[TopPost]:
    """The best posts of these accounts together, from the best of each."""
    rows = TopPost.objects.filter(month=month.replace(day=1), metric=metric)
    if account_ids is not None:
        rows = rows.filter(account_id__in=account_ids)
    return list(rows.select_related("post", "account").order_by("-value", "post_id")[:TOP_KEPT])

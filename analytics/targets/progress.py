"""How far each target is: set-based, from month summaries; by content type from the posts' newest figures (R-086)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from django.db.models import FloatField, Sum
from django.db.models.functions import Cast
from django.utils import timezone

from accounts.public import PlatformAccount
from analytics.metrics.models import AccountMonth, PublicationDay
from analytics.metrics.rules import POST_COLUMNS
from analytics.targets.models import Target
from analytics.targets.rules import LOWER_IS_BETTER, expected_share
from content.public import Publication

BATCH = 5_000
Cell = tuple[str, Decimal, int]  # basis, value, days or posts counted


@dataclass(frozen=True, slots=True)
class Progress:
    """One target with what was reached up to a day; `actual` is None where there is no figure."""

    target: Target
    actual: Decimal | None
    expected: float

    @property
    def lower_is_better(self) -> bool:
        """Whether the target is a ceiling."""
        return self.target.metric.code in LOWER_IS_BETTER

    @property
    def grows(self) -> bool:
        """Whether the figure comes together over the cycle, as sums and levels do; a rate must hold at any time."""
        return self.target.metric.aggregation != "mean"

    @property
    def share(self) -> float | None:
        """What was reached as a part of the target."""
        return None if self.actual is None else float(self.actual / self.target.value)

    @property
    def share_words(self) -> str:
        """The share in per cent."""
        return "–" if self.share is None else f"{self.share * 100:.1f} %"

    @property
    def expected_words(self) -> str:
        """How much of the cycle has passed."""
        return f"{self.expected * 100:.0f} %"

    @property
    def state(self) -> str:
        """no_data, reached, exceeded (a ceiling passed), on_track or behind."""
        if self.share is None:
            return "no_data"
        if self.lower_is_better:
            return "exceeded" if self.share > 1 else "reached" if self.expected >= 1 else "on_track"
        if self.share >= 1:
            return "reached"
        due = self.expected if self.grows else 1.0
        return "on_track" if self.share >= due and self.expected < 1 else "behind"


def progress_of(targets: Iterable[Target], upto: date) -> list[Progress]:
    """Progress of targets up to (not including) the day `upto`; a handful of statements for any number."""
    rows = list(targets)
    if not rows:
        return []
    platforms = dict(PlatformAccount.objects.values_list("pk", "platform"))
    plain = [row for row in rows if not row.content_type]
    typed = [row for row in rows if row.content_type]
    found = _from_months(plain, platforms, upto) | _from_posts(typed, platforms, upto)
    return [Progress(row, found.get(row.pk), expected_share(row.start, row.end, upto)) for row in rows]


def midnight(day: date) -> datetime:
    """Where a day begins, in the house's zone."""
    return timezone.make_aware(datetime.combine(day, time.min), timezone.get_default_timezone())


def _accounts(target: Target, platforms: dict[int, str]) -> frozenset[int]:
    if target.account_id:
        return frozenset([target.account_id])
    return frozenset(pk for pk, platform in platforms.items() if target.platform in ("", platform))


def _from_months(targets: Sequence[Target], platforms: dict[int, str], upto: date) -> dict[int, Decimal]:
    if not targets:
        return {}
    rows = AccountMonth.objects.filter(
        metric_id__in={row.metric_id for row in targets},
        month__gte=min(row.start for row in targets),
        month__lt=min(upto, max(row.end for row in targets)),
    ).values_list("account_id", "metric_id", "month", "basis", "value", "items")
    cells: dict[tuple[int, int, date], Cell] = {}
    for account_id, metric_id, month, basis, value, items in rows:
        key = (account_id, metric_id, month)
        if key not in cells or basis == AccountMonth.Basis.DAILY:
            cells[key] = (basis, value, items)
    by_metric: dict[int, list[tuple[int, date, Decimal, int]]] = defaultdict(list)
    for (account_id, metric_id, month), (_basis, value, items) in cells.items():
        by_metric[metric_id].append((account_id, month, value, items))
    found = {}
    for target in targets:
        accounts = _accounts(target, platforms)
        there = [
            (account_id, month, value, items)
            for account_id, month, value, items in by_metric[target.metric_id]
            if account_id in accounts and target.start <= month < min(target.end, upto)
        ]
        if there:
            found[target.pk] = _together(target.metric.aggregation, there)
    return found


def _together(how: str, cells: list[tuple[int, date, Decimal, int]]) -> Decimal:
    if how == "sum":
        return sum((value for _a, _m, value, _n in cells), Decimal(0))
    if how == "last":
        newest: dict[int, tuple[date, Decimal]] = {}
        for account_id, month, value, _items in cells:
            if account_id not in newest or newest[account_id][0] < month:
                newest[account_id] = (month, value)
        return sum((value for _month, value in newest.values()), Decimal(0))
    weight = sum(items for _a, _m, _v, items in cells)
    return sum((value * items for _a, _m, value, items in cells), Decimal(0)) / (weight or 1)


def _from_posts(targets: Sequence[Target], platforms: dict[int, str], upto: date) -> dict[int, Decimal]:
    """By content type: the posts published in the cycle whose publication carries the type."""
    found: dict[int, Decimal] = {}
    for target in targets:
        code = target.metric.code
        if code not in POST_COLUMNS and code != "posts":
            continue
        accounts = _accounts(target, platforms)
        ids = list(
            Publication.objects.filter(
                account_id__in=accounts,
                draft__content_type=target.content_type,
                published_at__gte=midnight(target.start),
                published_at__lt=midnight(min(target.end, upto)),
            ).values_list("pk", flat=True)
        )
        if code == "posts":
            found[target.pk] = Decimal(len(ids))
            continue
        total = None
        for first in range(0, len(ids), BATCH):
            part = PublicationDay.objects.filter(
                latest=True, post__publication_id__in=ids[first : first + BATCH]
            ).aggregate(total=Sum(Cast(code, FloatField())))["total"]
            total = total if part is None else (total or 0) + part
        if total is not None:
            found[target.pk] = Decimal(total)
    return found

"""The paper of a report: everything that it says in figures, as one plain object.

Page, charts, PDF, workbook and JSON are drawn from it alone, in any language; sending a report freezes it, and its
SHA-256 stands on every page of the PDF.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Collection
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from accounts.public import PlatformAccount
from analytics.metrics.models import MetricDefinition, PublicationDay
from analytics.metrics.months import next_month
from analytics.reports.answers import answer_figures
from analytics.reports.figures import Cell, Figure, chosen_basis, collect_figures, months_back, number, total
from analytics.reports.methods import analyse
from analytics.reports.rules import LOOK_BACK
from analytics.reports.summaries import plain, read_summaries
from analytics.snapshots.models import TopPost
from analytics.snapshots.rules import TOP_KEPT, TOP_METRICS
from analytics.snapshots.sources import sources_of
from analytics.snapshots.tops import top_posts
from analytics.targets.models import Target, TargetPeriod
from analytics.targets.progress import progress_of
from content.public import publications_of

FORM = 1


def fingerprint(paper: dict[str, Any]) -> str:
    """SHA-256 of the paper, whatever the order of its keys."""
    text = json.dumps(paper, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def build_paper(month: date, account_ids: Collection[int], *, scope: str | None, at: datetime) -> dict[str, Any]:
    """What is known now about `month` on these accounts."""
    month = month.replace(day=1)
    figures = collect_figures(month, account_ids)
    totals = figures.as_dict()
    months = months_back(month, LOOK_BACK)
    series, platforms = collect_series(months, account_ids)
    definitions = {row.code: row for row in MetricDefinition.objects.all()}
    aggregations = {code: definitions[code].aggregation for code in series}
    targets = _targets(month, account_ids)
    named = {*totals["totals"], *series, *TOP_METRICS, *(row["metric"] for row in targets)} & definitions.keys()
    known = PlatformAccount.objects.filter(pk__in=account_ids).order_by("handle")
    accounts = {row["handle"]: row["totals"] for row in totals["accounts"]}
    return {
        "form": FORM,
        "scope": scope,
        "built_at": at.isoformat(timespec="seconds"),
        **{key: totals[key] for key in ("month", "previous", "days", "previous_days", "totals")},
        "accounts": [
            {
                "handle": row.handle,
                "platform": row.platform,
                "name_zh": row.name_zh,
                "name_en": row.name_en,
                "totals": accounts.get(row.handle, {}),
            }
            for row in known
        ],
        "order": sorted(totals["totals"].keys() | series.keys(), key=lambda code: (definitions[code].order, code)),
        "metrics": {code: _words(definitions[code]) for code in sorted(named)},
        "series": {"months": [f"{row:%Y-%m}" for row in months], "totals": series, "platforms": platforms},
        "methods": analyse(months, series, aggregations, totals["totals"]),
        "top": top_list(month, account_ids),
        "types": _by_type(month, account_ids),
        "targets": targets,
        "without_target": _without_target(month, account_ids),
        "answers": answer_figures(month, account_ids),
        "sources": sources_of(month, account_ids),
    }


def _words(metric: MetricDefinition) -> dict[str, str]:
    return {
        name: getattr(metric, name)
        for name in (
            "name_zh", "name_en", "unit_zh", "unit_en", "definition_zh", "definition_en", "aggregation", "kind",
        )
    }  # fmt: skip


def collect_series(
    months: list[date], account_ids: Collection[int]
) -> tuple[dict[str, list[float | int | None]], dict[str, dict[str, int | float]]]:
    """Each metric's total per month, and the last month's totals by platform; one statement."""
    read: dict[tuple[int, str], dict[str, dict[date, Cell]]] = defaultdict(lambda: defaultdict(dict))
    how: dict[str, tuple[int, str]] = {}
    platform_of: dict[int, str] = {}
    for row in read_summaries(months, account_ids):
        how[row.metric] = (row.order, row.aggregation)
        platform_of[row.account_id] = row.platform
        read[row.account_id, row.metric][row.basis][row.month] = (row.value, row.items)
    cells: dict[str, dict[date, dict[int, Cell]]] = defaultdict(lambda: defaultdict(dict))
    for (account_id, metric), bases in read.items():
        for month, cell in bases[chosen_basis(bases)].items():
            cells[metric][month][account_id] = cell
    series: dict[str, list[float | int | None]] = {}
    platforms: dict[str, dict[str, int | float]] = defaultdict(dict)
    for code in sorted(how, key=lambda code: how[code]):
        aggregation = how[code][1]
        series[code] = [_sum_up(code, aggregation, month, list(cells[code][month].values())) for month in months]
        by_platform: dict[str, list[Cell]] = defaultdict(list)
        for account_id, cell in cells[code][months[-1]].items():
            by_platform[platform_of[account_id]].append(cell)
        for platform in sorted(by_platform):
            value = _sum_up(code, aggregation, months[-1], by_platform[platform])
            if value is not None:
                platforms[platform][code] = value
    return series, dict(platforms)


def _sum_up(code: str, aggregation: str, month: date, cells: list[Cell]) -> float | int | None:
    if not cells:
        return None
    figures = [Figure(code, aggregation, month, value, None, items) for value, items in cells]
    return number(total(figures).value)


def top_list(month: date, account_ids: Collection[int] | None) -> list[dict[str, Any]]:
    """The best posts by the first ranking that has any."""
    for metric in TOP_METRICS:
        rows = top_posts(month, account_ids, metric=metric)
        if rows:
            return [_top(rank, row) for rank, row in enumerate(rows[:TOP_KEPT], 1)]
    return []


def _top(rank: int, row: TopPost) -> dict[str, Any]:
    return {
        "rank": rank,
        "handle": row.account.handle,
        "title": str(row.post),
        "url": row.post.url if row.post.url.startswith(("https://", "http://")) else "",
        "metric": row.metric,
        "value": row.value,
        "published_on": row.post.published_on.isoformat() if row.post.published_on else None,
        "publication": row.post.publication_id,
    }


def _by_type(month: date, account_ids: Collection[int]) -> list[dict[str, Any]]:
    """Posts of the month by content type, with their newest figures: comparison by type (R-090)."""
    rows = PublicationDay.objects.filter(
        post__account_id__in=account_ids,
        latest=True,
        post__published_on__gte=month,
        post__published_on__lt=next_month(month),
        post__publication_id__isnull=False,
    ).values_list("post__publication_id", "views", "reads", "likes", "comments", "shares", "saves")
    figures = {row[0]: row[1:] for row in rows if row[0] is not None}
    types = dict(
        publications_of(account_ids).filter(pk__in=figures).values_list("pk", "draft__content_type") if figures else []
    )
    sums: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for pk, (views, reads, *engaged) in figures.items():
        line = sums[types.get(pk, "")]
        line[0] += 1
        line[1] += (views or 0) + (reads or 0)
        line[2] += sum(value or 0 for value in engaged)
    return [
        {"type": code, "posts": posts, "views": views, "engagements": engaged}
        for code, (posts, views, engaged) in sorted(sums.items(), key=lambda item: (-item[1][1], item[0]))
    ]


def _targets(month: date, account_ids: Collection[int]) -> list[dict[str, Any]]:
    """Targets in force whose cycle holds the month, with progress up to its end."""
    end = next_month(month)
    platforms = PlatformAccount.objects.filter(pk__in=account_ids).values("platform")
    scope = Q(account_id__in=account_ids) | Q(account=None, platform__in=platforms) | Q(account=None, platform="")
    rows = Target.objects.in_force().touching(month, end).filter(scope).select_related("metric", "account")
    return [
        {
            "id": row.target.pk,
            "account": row.target.account.handle if row.target.account else None,
            "platform": row.target.platform,
            "type": row.target.content_type,
            "metric": row.target.metric.code,
            "cycle": row.target.cycle_name,
            "value": plain(row.target.value),
            "actual": plain(round(row.actual, 6)) if row.actual is not None else None,
            "share": None if row.share is None else round(row.share, 6),
            "expected": round(row.expected, 6),
            "state": row.state,
        }
        for row in progress_of(rows.order_by("account__handle", "metric__order", "start", "pk"), end)
    ]


def _without_target(month: date, account_ids: Collection[int]) -> list[dict[str, str]]:
    """Accounts whose period was never opened, because nobody set a target for it."""
    rows = TargetPeriod.objects.without_target().filter(account_id__in=account_ids, start__lte=month)
    return [
        {"handle": row.account.handle, "cycle": row.cycle_name}
        for row in rows.select_related("account").order_by("account__handle", "start")
        if row.end > month
    ]

"""What a file holds, shown before it is saved: the sums of its figures and its first rows (R-087)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.db import connection

from analytics.imports.staging import FigureStage, PostStage, Stage
from analytics.metrics.models import MetricDefinition
from analytics.metrics.rules import POST_COLUMNS

ROWS_SHOWN = 5
Preview = dict[str, Any]


def preview_of(stage: Stage) -> Preview:
    """The metrics as `columns`, the first rows with `row`, `name`, `day` and `values`, and the `sums` of all rows.

    A sum is None where the days of a metric do not add up (levels and rates).
    """
    if isinstance(stage, PostStage):
        return _of_posts(stage)
    return _of_figures(stage) if isinstance(stage, FigureStage) else {}


def _of_posts(stage: PostStage) -> Preview:
    codes = [code for code in POST_COLUMNS if code in stage.figures]
    day = "day" if stage.basis == "day" else "published_on"
    names = ", ".join(["row_no", "title", "key", day, *codes])
    rows = _all(f"SELECT {names} FROM {stage.table} ORDER BY row_no LIMIT {ROWS_SHOWN}")  # noqa: S608
    terms = ", ".join(f"SUM(CAST({code} AS double precision))" for code in codes)
    sums = _all(f"SELECT {terms} FROM {stage.table}")[0] if codes else ()  # noqa: S608
    shown = [
        {"row": row, "name": title or key.partition(":")[2], "day": _day(on), "values": list(values)}
        for row, title, key, on, *values in rows
    ]
    return {"columns": codes, "rows": shown, "sums": [_number(value) for value in sums]}


def _of_figures(stage: FigureStage) -> Preview:
    first = f"SELECT DISTINCT row_no FROM {stage.table} ORDER BY row_no LIMIT {ROWS_SHOWN}"  # noqa: S608
    cells = _all(
        f"SELECT row_no, day, key, metric_id, value FROM {stage.table} WHERE row_no IN ({first}) ORDER BY row_no"  # noqa: S608
    )
    sums = dict(
        _all(f"SELECT metric_id, SUM(CAST(value AS double precision)) FROM {stage.table} GROUP BY metric_id")  # noqa: S608
    )
    metrics = list(MetricDefinition.objects.filter(pk__in=sums))
    rows: dict[int, dict[str, Any]] = {}
    for row, on, part, metric_id, value in cells:
        line = rows.setdefault(row, {"row": row, "name": part, "day": _day(on), "values": {}})
        line["values"][metric_id] = _number(value)
    for line in rows.values():
        line["values"] = [line["values"].get(metric.pk) for metric in metrics]
    return {
        "columns": [metric.code for metric in metrics],
        "rows": list(rows.values()),
        "sums": [_number(sums[metric.pk]) if metric.aggregation == "sum" else None for metric in metrics],
    }


def _all(query: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


def _day(day: date | str | None) -> str:
    return "" if day is None else str(day)


def _number(value: Decimal | float | None) -> float | int | None:
    """A plain number for JSON; whole ones as int."""
    if value is None:
        return None
    return int(value) if value == int(value) else round(float(value), 6)

"""Comparison, trend and correlation, computed from month summaries (R-090, D-5.2.1, K-4.4.2, O-6.3.1). Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from itertools import combinations, pairwise
from math import atanh, sqrt
from statistics import median
from typing import Any

from analytics.reports.figures import SUM, days_in
from analytics.reports.rules import CLEAR_Z, CORRELATED, CORRELATED_MONTHS, LEADING, TREND_MONTHS

Series = Sequence[float | None]


def leading_metric(codes: Sequence[str]) -> str | None:
    """The figure that leads a report."""
    return next((code for code in LEADING if code in codes), next(iter(codes), None))


def even(months: Sequence[date], values: Series, aggregation: str) -> list[float | None]:
    """Months of different length made comparable: what adds up is taken per day."""
    if aggregation != SUM:
        return list(values)
    return [None if value is None else value / days_in(month) for month, value in zip(months, values, strict=True)]


def trend(months: Sequence[date], values: Series, aggregation: str) -> dict[str, Any] | None:
    """The steady part of the course over the months: Theil-Sen slope and Kendall's tau, robust against one odd month.

    `slope` is the change per month of the (per-day) value, `share` the same as a part of its median.
    """
    points = [(i, value) for i, value in enumerate(even(months, values, aggregation)) if value is not None]
    if len(points) < TREND_MONTHS:
        return None
    pairs = list(combinations(points, 2))
    slope = median((later - earlier) / (j - i) for (i, earlier), (j, later) in pairs)
    sign = sum((later > earlier) - (later < earlier) for (_i, earlier), (_j, later) in pairs)
    count = len(points)
    spread = sqrt(count * (count - 1) * (2 * count + 5) / 18)
    middle = median(value for _i, value in points)
    strength = (abs(sign) - 1) / spread if sign else 0.0
    clear = strength > CLEAR_Z
    return {
        "months": count,
        "slope": round(slope, 6),
        "share": round(slope / abs(middle), 6) if middle else None,
        "tau": round(sign / len(pairs), 4),
        "clear": clear,
        "direction": "steady" if not clear or slope == 0 else "up" if slope > 0 else "down",
        "best": months[max(points, key=lambda point: point[1])[0]].strftime("%Y-%m"),
        "worst": months[min(points, key=lambda point: point[1])[0]].strftime("%Y-%m"),
    }


def correlation(left: Series, right: Series) -> dict[str, Any] | None:
    """Pearson's r over the months that have both, and whether chance alone would rarely bring it about."""
    pairs = [(x, y) for x, y in zip(left, right, strict=True) if x is not None and y is not None]
    count = len(pairs)
    if count < CORRELATED_MONTHS:
        return None
    mean_x = sum(x for x, _y in pairs) / count
    mean_y = sum(y for _x, y in pairs) / count
    spread_x = sqrt(sum((x - mean_x) ** 2 for x, _y in pairs))
    spread_y = sqrt(sum((y - mean_y) ** 2 for _x, y in pairs))
    if not spread_x or not spread_y:
        return None
    r = sum((x - mean_x) * (y - mean_y) for x, y in pairs) / (spread_x * spread_y)
    r = max(-1.0, min(1.0, r))
    clear = abs(r) >= 1 or abs(atanh(r)) * sqrt(count - 3) > CLEAR_Z
    return {"months": count, "r": round(r, 4), "clear": clear}


def changes(values: Series) -> list[float | None]:
    """Month on month: two figures that both merely grow would otherwise seem to hang together."""
    return [None, *(None if a is None or b is None else b - a for a, b in pairwise(values))]


def analyse(
    months: Sequence[date], series: Mapping[str, Series], aggregations: dict[str, str], totals: dict[str, Any]
) -> dict[str, Any]:
    """Every method that these figures allow; one that they do not allow is empty.

    Comparison: the months' changes, and the same month a year before. Trend: each figure over the months.
    Correlation: the leading figure against others, by their changes from month to month.
    """
    compared = {}
    for code, figure in totals.items():
        if figure["change"] is not None:
            values = series.get(code, [])
            year_ago = values[0] if len(values) == 13 else None
            value = figure["value"]
            compared[code] = {
                "change": figure["change"],
                "change_per_day": figure.get("change_per_day"),
                "year_ago": year_ago,
                "year_change": round((value - year_ago) / abs(year_ago), 6)
                if year_ago and value is not None
                else None,
            }
    trends = {code: found for code, values in series.items() if (found := trend(months, values, aggregations[code]))}
    leading = leading_metric(list(series))
    related = {}
    if leading:
        base = changes(even(months, series[leading], aggregations[leading]))
        for code in CORRELATED:
            if code in series and code != leading:
                found = correlation(base, changes(even(months, series[code], aggregations[code])))
                if found:
                    related[code] = found
    return {
        "comparison": compared,
        "trend": trends,
        "correlation": {"with": leading, "metrics": related} if related else {},
    }

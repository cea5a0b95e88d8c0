"""Trend and correlation are computed, and say no more than the figures do."""

from __future__ import annotations

import json
from datetime import date

import pytest

from analytics.reports.methods import analyse, correlation, even, leading_metric, trend

MONTHS = [date(2025 + (index // 12), index % 12 + 1, 1) for index in range(13)]


def test_a_steady_rise_is_clear_and_has_its_slope() -> None:
    found = trend(MONTHS, [float(100 + 10 * index) for index in range(13)], "last")
    assert found is not None
    assert (found["direction"], found["clear"], found["slope"], found["tau"]) == ("up", True, 10.0, 1.0)
    assert (found["best"], found["worst"]) == ("2026-01", "2025-01")


def test_months_of_equal_days_are_steady_though_their_totals_differ() -> None:
    values = [31.0, 28.0, 31.0, 30.0, 31.0]
    assert even(MONTHS[:5], values, "sum") == [1.0] * 5
    found = trend(MONTHS[:5], values, "sum")
    assert found is not None
    assert found["direction"] == "steady"


def test_one_odd_month_makes_no_trend() -> None:
    found = trend(MONTHS, [100.0] * 12 + [900.0], "last")
    assert found is not None
    assert (found["slope"], found["direction"]) == (0.0, "steady")


def test_two_months_are_no_trend() -> None:
    assert trend(MONTHS[:2], [1.0, 2.0], "last") is None


@pytest.mark.parametrize(("sign", "r"), [(1, 1.0), (-1, -1.0)])
def test_what_moves_together_correlates(sign: int, r: float) -> None:
    left = [float(index % 5) for index in range(13)]
    found = correlation(left, [sign * value * 3 + 2 for value in left])
    assert found == {"months": 13, "r": r, "clear": True}


def test_few_months_or_a_constant_yield_no_correlation() -> None:
    assert correlation([1.0, 2.0, 3.0], [1.0, 2.0, 3.0]) is None
    assert correlation([1.0] * 13, [float(index) for index in range(13)]) is None


def test_figures_that_merely_both_grow_do_not_count_as_related() -> None:
    rising = [float(1000 + 100 * index + (index % 2) * 3) for index in range(13)]
    other = [float(10 + 5 * index + (index * 7 % 5)) for index in range(13)]
    found = analyse(MONTHS, {"fans": rising, "posts": other}, {"fans": "last", "posts": "last"}, {})
    assert found["correlation"]["metrics"]["posts"]["clear"] is False


def test_without_figures_no_method_is_offered() -> None:
    found = analyse(MONTHS, {}, {}, {})
    assert not any(found.values())
    assert json.loads(json.dumps(found)) == found


def test_the_leading_figure_is_what_people_see_first() -> None:
    assert leading_metric(["likes", "reads", "views"]) == "views"
    assert leading_metric(["posts"]) == "posts"
    assert leading_metric([]) is None

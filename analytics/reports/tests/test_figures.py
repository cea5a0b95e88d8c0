"""The figures of a month beside the month before."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from analytics.conftest import APRIL, MAY, Office
from analytics.reports.figures import collect_figures


def told(**options: Any) -> dict[str, Any]:
    said = StringIO()
    call_command("build_report", "--month", "2026-05", "--json", stdout=said, **options)
    return json.loads(said.getvalue())


def test_months_of_different_length_are_compared_per_day_as_well(office: Office) -> None:
    office.month(office.douyin, APRIL, views=1_401_245)
    office.month(office.douyin, MAY, views=1_290_044)
    views = told(account="douyin-main")["totals"]["views"]
    assert (views["value"], views["previous"]) == (1_290_044, 1_401_245)
    assert views["change"] == pytest.approx(-0.0794, abs=5e-5)
    assert (views["change_percent"], views["change_per_day_percent"]) == (-7.9, -10.9)


def test_accounts_add_up_and_stand_alone(office: Office) -> None:
    office.month(office.douyin, MAY, views=100, fans=50)
    office.month(office.weibo, MAY, views=40, fans=7)
    answer = told()
    assert answer["totals"]["views"]["value"] == 140
    assert answer["totals"]["fans"]["value"] == 57
    assert {row["handle"]: row["totals"]["views"]["value"] for row in answer["accounts"]} == {
        "douyin-main": 100, "weibo-main": 40,
    }  # fmt: skip


def test_daily_figures_win_over_figures_of_posts(office: Office) -> None:
    office.month(office.douyin, MAY, views=100)
    office.post(office.douyin, MAY.replace(day=9), "a", views=70, likes=9)
    totals = told()["totals"]
    assert totals["views"]["value"] == 100
    assert totals["likes"]["value"] == 9


def test_a_rate_is_weighted_and_has_no_value_per_day(office: Office) -> None:
    office.month(office.douyin, MAY, completion_rate=40)
    office.post(office.weibo, MAY.replace(day=3), "b", views=1)
    totals = told()["totals"]
    assert totals["completion_rate"]["value"] == 40
    assert "per_day" not in totals["completion_rate"]


def test_nothing_before_is_no_change_rather_than_a_wrong_one(office: Office) -> None:
    office.month(office.douyin, MAY, views=100)
    views = told()["totals"]["views"]
    assert (views["previous"], views["change"]) == (None, None)
    assert views["one_sided"] == ["douyin-main"]


def test_the_best_posts_of_all_accounts_are_ranked_together(office: Office) -> None:
    office.post(office.douyin, MAY.replace(day=2), "one", likes=5, shares=1)
    office.post(office.weibo, MAY.replace(day=2), "two", likes=9)
    office.post(office.weibo, APRIL, "old", likes=900)
    top = told()["top"]
    assert [(row["rank"], row["title"], row["value"]) for row in top] == [(1, "two", 9), (2, "one", 6)]
    assert top[0]["url"] == "https://example.com/two"


def test_an_unknown_account_is_named(office: Office) -> None:
    with pytest.raises(CommandError, match="nobody"):
        told(account="nobody")


def test_figures_take_one_statement(office: Office, django_assert_num_queries: Any) -> None:
    office.month(office.douyin, MAY, views=100, likes=5)
    office.month(office.weibo, MAY, views=100, likes=5)
    with django_assert_num_queries(1):
        collect_figures(MAY)

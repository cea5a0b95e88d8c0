"""The figures of a month beside the month before."""

from __future__ import annotations

import json
from datetime import date, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from accounts.public import PlatformAccount
from analytics.conftest import APRIL, MAY, NOW, Office
from analytics.metrics.models import AccountDay
from analytics.metrics.months import refresh_months
from analytics.reports.figures import collect_figures
from analytics.reports.paper import build_paper
from analytics.reports.services import reported_accounts
from analytics.reports.tables import totals_table
from governance.public import record


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


def turned(account: PlatformAccount, event: str, days: int) -> None:
    """A turn of the account's life so many days before the third of June, and its state since."""
    at = NOW - timedelta(days=days)
    record(f"platform_account.{event}", actor=None, kind="platform_account", object_id=account.pk, at=at)
    states = {"opened": "active", "resumed": "active", "suspended": "suspended", "closed": "closed"}
    PlatformAccount.objects.filter(pk=account.pk).update(status=states[event])


def reported(month: date) -> list[str]:
    return [row.handle for row in reported_accounts(month)]


def test_an_account_that_closed_later_was_open_then(office: Office) -> None:
    turned(office.weibo, "closed", 1)
    assert reported(MAY) == ["douyin-main", "weibo-main"]
    assert reported(MAY.replace(month=7)) == ["douyin-main"]


def test_an_account_is_not_reported_while_it_was_suspended(office: Office) -> None:
    turned(office.weibo, "suspended", 50)
    turned(office.weibo, "resumed", 1)
    assert (reported(APRIL), reported(MAY)) == (["douyin-main", "weibo-main"], ["douyin-main"])


def test_an_account_opened_after_the_month_counts_only_with_figures(office: Office) -> None:
    turned(office.weibo, "opened", 1)
    assert reported(MAY) == ["douyin-main"]
    office.month(office.weibo, MAY, views=5)
    assert reported(MAY) == ["douyin-main", "weibo-main"]


def test_the_numbers_told_and_the_files_count_the_same_accounts(office: Office) -> None:
    office.month(office.douyin, MAY, views=100)
    office.month(office.weibo, APRIL, views=40)
    assert told()["totals"]["views"]["previous"] == 40
    turned(office.weibo, "closed", 40)
    assert told()["totals"]["views"]["previous"] is None
    assert [row["handle"] for row in told()["accounts"]] == reported(MAY) == ["douyin-main"]


def paper(office: Office) -> dict[str, Any]:
    return build_paper(MAY, [office.douyin.pk, office.weibo.pk], scope=None, at=NOW)


def test_series_and_totals_stand_on_one_basis(office: Office) -> None:
    office.post(office.douyin, APRIL.replace(day=9), "a", views=7000)
    office.month(office.douyin, MAY, views=100)
    made = paper(office)
    assert made["totals"]["views"]["previous"] is None
    assert made["series"]["totals"]["views"][-2:] == [None, 100]


def test_accounts_of_one_month_only_stand_beside_the_change(office: Office) -> None:
    office.month(office.douyin, APRIL, views=100)
    office.month(office.douyin, MAY, views=100)
    office.month(office.weibo, MAY, views=900)
    table = totals_table(paper(office))
    assert table.rows[0][3].text.endswith("*")
    assert "微博号" in table.note
    assert "抖音号" not in table.note


def test_days_without_figures_stand_beside_the_change(office: Office) -> None:
    office.month(office.douyin, APRIL, views=100)
    office.month(office.douyin, MAY, views=100)
    assert "*" not in totals_table(paper(office)).rows[0][3].text
    AccountDay.objects.filter(day__gte=MAY.replace(day=20)).delete()
    refresh_months(office.douyin.pk, [MAY])
    made = paper(office)
    assert made["totals"]["views"]["gaps"] == ["douyin-main"]
    assert totals_table(made).rows[0][3].text.endswith("*")


def test_a_total_says_which_accounts_count(office: Office) -> None:
    office.month(office.douyin, MAY, views=100, likes=10)
    office.month(office.weibo, MAY, views=100)
    names = [row[0].text for row in totals_table(paper(office)).rows]
    assert ["抖音号" in name for name in names] == [False, True]


def test_totals_of_the_database_are_those_of_the_accounts(office: Office) -> None:
    for month in (APRIL, MAY):
        office.month(office.douyin, month, views=100, fans=50, completion_rate=40)
        office.month(office.weibo, month, views=2**62, fans=7, completion_rate=10)
    office.post(office.douyin, MAY.replace(day=9), "a", views=70, likes=9)
    office.post(office.weibo, APRIL.replace(day=9), "b", likes=4)
    found = collect_figures(MAY)
    told_totals = found.as_dict()["totals"]
    for code, figure in found.totals.items():
        values = figure.as_dict()
        assert {key: told_totals[code][key] for key in values} == pytest.approx(values), code
    assert list(told_totals) == list(found.totals)
    assert found.totals["completion_rate"].value == pytest.approx(25)


def test_rows_of_accounts_are_not_read_for_the_totals(office: Office, django_assert_num_queries: Any) -> None:
    office.month(office.douyin, MAY, views=100)
    with django_assert_num_queries(1) as seen:
        assert collect_figures(MAY).totals["views"].value == 100
    assert "GROUP BY" in seen.captured_queries[0]["sql"]

"""A plan is held against what came of it, and the weeks ahead against the minimum of the rule book (R-022, R-025)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import connection
from django.test.utils import CaptureQueriesContext

from content.conftest import HOUR, NOW
from content.period_plans.comparing import Actual, Forecast, forecast_gaps, plan_against_actual
from content.period_plans.tests.year import DAY, Year
from content.publishing.models import Publication
from content.publishing.services import schedule_draft


def actual_of(year: Year, at: object = None) -> Actual:
    plan = year.approved() if not year.house.account.period_plans.exists() else year.house.account.period_plans.get()
    (row,) = plan_against_actual(plan, at or NOW + 7 * DAY, [year.house.account])  # type: ignore[arg-type]
    return row


def ahead(year: Year) -> Forecast:
    (row,) = forecast_gaps([year.house.account], NOW)
    return row


def test_what_was_planned_published_late_and_left_out_is_counted(year: Year) -> None:
    """Three posts a week: thirteen in thirty days; nine days of June ask for four."""
    house = year.house
    post = house.published()
    house.plan(planned_at=NOW + 2 * DAY)
    row = actual_of(year)
    assert (row.planned, row.published, row.late, row.missed, row.aimed, row.needed) == (2, 1, 0, 1, 13, 4)
    assert not row.is_enough
    Publication.objects.filter(pk=post.pk).update(planned_for=NOW + 2 * HOUR)
    assert actual_of(year).late == 1
    assert actual_of(year, NOW + DAY).missed == 0
    assert (row.types, row.media, row.least_types, row.least_media) == ({"product_intro"}, {"text"}, 3, 2)
    assert not row.is_mixed


def test_a_plan_of_the_rule_book_shows_the_accounts_that_one_sees(year: Year) -> None:
    house = year.house
    plan = year.approved(pack="self_media", actor=house.department_head)
    assert [row.account for row in plan_against_actual(plan, NOW, [house.account, house.weibo])] == [house.weibo]
    assert plan_against_actual(plan, NOW, [house.account]) == []


def test_a_week_with_too_few_posts_ahead_is_a_gap_until_it_is_filled(year: Year) -> None:
    house = year.house
    assert [(week.first, week.count, week.gap) for week in ahead(year).weeks] == [
        (date(2026, 6, 1) + number * timedelta(days=7), 0, 3) for number in range(4)
    ]
    house.published()
    draft = house.approved(window_start=NOW, window_end=NOW + 3 * DAY)
    assert ahead(year).weeks[0].count == 2
    schedule_draft(draft, actor=house.publisher, scheduled_at=NOW + DAY, slot_reason="节前", at=NOW + 2 * HOUR)
    house.plan(planned_at=NOW + 4 * DAY)
    house.plan(planned_at=NOW + 5 * DAY)
    assert [week.count for week in ahead(year).weeks] == [3, 1, 0, 0]
    assert [week.gap for week in ahead(year).weeks] == [0, 2, 3, 3]
    assert ahead(year).gap == 8


def test_an_account_without_a_minimum_has_no_forecast_and_a_daily_one_counts_the_week(year: Year) -> None:
    house = year.house
    house.account.platform = "website"
    assert forecast_gaps([house.account], NOW) == []
    (row,) = forecast_gaps([house.weibo], NOW)
    assert row.weeks[0].needed == 7


def test_twenty_more_accounts_ask_no_more_statements(year: Year) -> None:
    from accounts.public import PlatformAccount

    more = [
        PlatformAccount.objects.create(
            handle=f"x{number}", platform="weibo", name_zh="号", name_en="No", status="active"
        )
        for number in range(20)
    ]
    forecast_gaps([*more, year.house.account], NOW)
    with CaptureQueriesContext(connection) as statements:
        rows = forecast_gaps([*more, year.house.account], NOW)
    assert len(rows) == 21
    assert len(statements) <= 4

"""Days, weeks and months of each account against its minimum, and what is missing in the one that runs (R-022)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.test import Client
from django.urls import reverse

from content.conftest import HOUR, NOW, PREFLIGHT, House, titles
from content.drafts.models import Draft
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import tick_preflight
from content.review.tests.test_probes import numbers
from content.rhythm.cards import posts_missing
from content.rhythm.forecast import outlooks
from content.rhythm.models import PostingPeriod
from content.rhythm.rules import COUNTED_BACK, Period, period_of, whole_periods
from content.rhythm.services import count_periods
from governance.public import measure_now

DAY = timedelta(days=1)
recount = import_module("content.migrations.0020_posts_counted_anew").recount
# The week of NOW, a Wednesday, is over on Monday, when it is day in Shanghai.
MONDAY = datetime(2026, 6, 8, 2, 0, tzinfo=UTC)
SINCE = MONDAY - 7 * DAY


@pytest.fixture
def week(house: House) -> House:
    """Only the Douyin account, which posts three times a week."""
    house.weibo.status = "closed"
    house.weibo.save()
    return house


def post(house: House, published_at: datetime, recorded_at: datetime) -> Publication:
    draft = house.approved(window_end=NOW + 9 * DAY)
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=published_at)
    return record_publication(
        draft, house.account, actor=house.publisher, url="https://v.douyin.com/1", published_at=published_at,
        at=recorded_at,
    )  # fmt: skip


def test_a_week_below_the_minimum_breaches_and_posts_recorded_late_mend_it(week: House) -> None:
    for number in range(2):
        post(week, NOW + (3 + number) * HOUR, NOW + 6 * HOUR)
    assert count_periods(MONDAY - DAY, since=SINCE) == 0, "the week still runs"
    assert count_periods(MONDAY, since=SINCE) == 1
    assert count_periods(MONDAY, since=SINCE) == 0
    row = PostingPeriod.objects.get()
    assert (row.first_day, row.last_day, row.minimum, row.posted) == (date(2026, 6, 1), date(2026, 6, 7), 3, 2)
    assert numbers("R-022") == (1, 1)
    assert measure_now("R-022", at=MONDAY).status == "breached"
    post(week, NOW + 5 * HOUR, MONDAY)
    assert count_periods(MONDAY, since=SINCE) == 1
    assert numbers("R-022") == (0, 1)
    assert measure_now("R-022", at=MONDAY).status == "met"


def test_a_day_keeps_its_posts_when_the_hourly_count_reaches_back_no_further(house: House) -> None:
    early = datetime(2026, 6, 3, 2, 30, tzinfo=UTC)
    draft = house.submitted(house.weibo)
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer), ("legal", house.legal)):
        house.sign(draft, code, person, at=early - timedelta(minutes=10))
    tick_preflight(draft, house.weibo, actor=house.publisher, items=PREFLIGHT, at=early)
    record_publication(draft, house.weibo, actor=house.publisher, url="https://weibo.com/1/1", at=early)
    count_periods(early + DAY)
    # The moment 62 days back moves through the day of the post, past the post itself.
    for hours in range(0, 48, 3):
        count_periods(early + COUNTED_BACK + (hours - 24) * HOUR)
    row = PostingPeriod.objects.get(account=house.weibo, first_day=date(2026, 6, 3))
    assert row.posted == 1
    PostingPeriod.objects.filter(pk=row.pk).update(posted=0)
    recount(apps, None)
    row.refresh_from_db()
    assert row.posted == 1


def test_a_daily_minimum_counts_days_by_the_clock_of_the_account(house: House) -> None:
    late_evening = datetime(2026, 6, 3, 15, 30, tzinfo=UTC)  # 23:30 in Shanghai
    draft = house.submitted(house.weibo)
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer), ("legal", house.legal)):
        house.sign(draft, code, person)
    tick_preflight(draft, house.weibo, actor=house.publisher, items=PREFLIGHT, at=late_evening)
    record_publication(draft, house.weibo, actor=house.publisher, url="https://weibo.com/1/1", at=late_evening)
    count_periods(NOW + 2 * DAY, since=NOW)
    days = PostingPeriod.objects.filter(account=house.weibo).order_by("first_day")
    assert [(row.first_day.day, row.posted) for row in days] == [(3, 1), (4, 0)]


def test_what_is_planned_counts_for_the_period_that_runs(week: House) -> None:
    (row,) = outlooks([week.account], NOW)
    assert (row.minimum, row.posted, row.coming, row.short) == (3, 0, 0, 3)
    post(week, NOW + 2 * HOUR, NOW + 2 * HOUR)
    week.plan(planned_at=NOW + DAY)
    week.draft(window_start=NOW + 2 * DAY, window_end=NOW + 3 * DAY)
    (row,) = outlooks([week.account], NOW + 2 * HOUR)
    # The draft hangs on a plan item of its own, which is not counted beside it.
    assert (row.posted, row.coming, row.short) == (1, 2, 0)
    assert titles(posts_missing, week.manager, NOW + 2 * HOUR) == []


def test_a_draft_counts_as_coming_from_its_window_until_it_is_recorded_there(house: House) -> None:
    draft = house.submitted(accounts=[house.weibo], window_end=NOW + 3 * DAY)
    for code, person in (("first", house.first_reviewer), ("final", house.final_reviewer), ("legal", house.legal)):
        if draft.slots.filter(code=code).exists():
            house.sign(draft, code, person)
    assert [row.coming for row in outlooks([house.account], NOW + 2 * HOUR)] == [1]
    assert [row.coming for row in outlooks([house.account], NOW + 3 * DAY + HOUR)] == [0]
    house.released(Draft.objects.get(pk=draft.pk), house.account)
    Draft.objects.filter(pk=draft.pk).update(shown_at=NOW + 5 * HOUR)
    (row,) = outlooks([house.account], NOW + 4 * HOUR)
    assert (row.posted, row.coming) == (1, 0)


def test_the_manager_hears_of_the_gap_before_it_comes(week: House) -> None:
    assert len(titles(posts_missing, week.manager, NOW)) == 1
    assert titles(posts_missing, week.author, NOW) == []


def test_periods_begin_where_the_account_was_opened() -> None:
    assert period_of("month", date(2026, 2, 14)) == Period(date(2026, 2, 1), date(2026, 2, 28))
    weeks = whole_periods("week", date(2026, 6, 3), date(2026, 6, 22))
    assert [row.first for row in weeks] == [date(2026, 6, 8), date(2026, 6, 15)]
    assert len(whole_periods("day", date(2026, 12, 30), date(2027, 1, 2))) == 3


def test_the_lists_open_and_show_what_fell_short(week: House, client: Client) -> None:
    count_periods(MONDAY, since=SINCE)
    client.force_login(week.manager)
    assert client.get(reverse("content:frequency_list")).status_code == 200
    address = reverse("content:frequency_account", args=[week.account.pk])
    for query in ("", "?show=below"):
        assert "<td>3</td><td>0</td>" in client.get(address + query).content.decode()
    client.force_login(week.stranger)
    assert client.get(address).status_code == 404

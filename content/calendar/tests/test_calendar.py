"""The calendar: few statements for many posts, the badge, the filter "waiting for me"."""

from __future__ import annotations

import datetime as dt
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.translation import gettext

from content.calendar.days import days_of, entries_of, read_date, span_of, weeks_of
from content.conftest import NOW, House
from content.drafts.models import Draft, DraftTarget

DAY = dt.date(2026, 6, 3)


@pytest.mark.parametrize(
    ("view", "first", "last", "before", "after"),
    [
        ("month", "2026-06-01", "2026-07-05", "2026-05-01", "2026-07-01"),
        ("week", "2026-06-01", "2026-06-07", "2026-05-25", "2026-06-08"),
        ("agenda", "2026-06-03", "2026-07-02", "2026-05-04", "2026-07-03"),
    ],
)
def test_each_view_spans_its_days(view: str, first: str, last: str, before: str, after: str) -> None:
    span = span_of(view, DAY)
    found = [day.isoformat() for day in (span.first, span.last, span.before, span.after)]
    assert found == [first, last, before, after]


def test_weeks_are_whole_and_odd_dates_lead_to_today() -> None:
    weeks = weeks_of(days_of(span_of("month", dt.date(2026, 2, 11)), []))
    assert {len(week) for week in weeks} == {7}
    assert [day.in_month for day in weeks[0]] == [False] * 6 + [True]
    assert read_date("2026-13-99", DAY) == DAY
    assert read_date("9999-01-01", DAY) == DAY
    assert read_date("2026-01-02", DAY) == dt.date(2026, 1, 2)


def test_two_thousand_posts_cost_at_most_ten_statements(
    house: House, client: Client, django_assert_max_num_queries: Any
) -> None:
    rows = [
        Draft(
            account=house.account,
            author=house.author,
            title=f"第{number}篇",
            content_type="culture",
            medium="text",
            created_at=NOW,
            updated_at=NOW,
            shown_at=NOW + timedelta(minutes=20 * number),
            slots_total=3,
            slots_signed=1,
        )
        for number in range(2000)
    ]
    drafts = Draft.objects.bulk_create(rows)
    DraftTarget.objects.bulk_create([DraftTarget(draft=draft, account=house.account) for draft in drafts])
    client.force_login(house.first_reviewer)
    address = reverse("content:calendar")
    client.get(address)
    for view in ("month", "week", "agenda"):
        with django_assert_max_num_queries(10):
            answer = client.get(address, {"view": view, "date": "2026-06-10"})
        assert answer.status_code == 200
        badge = gettext("%(signed)s of %(total)s signed") % {"signed": 1, "total": 3}
        assert badge in answer.content.decode()
    assert len(entries_of(house.first_reviewer, span_of("month", dt.date(2026, 6, 10)))) > 1900


def test_waiting_for_me_and_the_account_narrow_it(house: House, client: Client) -> None:
    house.submitted(title="等初审的一篇")
    house.approved(title="已经通过的一篇")
    client.force_login(house.first_reviewer)
    address = reverse("content:calendar")
    both = client.get(address, {"date": "2026-06-03"}).content.decode()
    assert "等初审的一篇" in both
    assert "已经通过的一篇" in both
    mine = client.get(address, {"date": "2026-06-03", "mine": "1"}).content.decode()
    assert "等初审的一篇" in mine
    assert "已经通过的一篇" not in mine
    assert "等初审的一篇" not in client.get(address, {"date": "2026-06-03", "account": "weibo-main"}).content.decode()

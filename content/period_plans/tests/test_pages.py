"""The pages of period plans: what is missing at a glance, one click to decide, faults at their fields."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.public import User
from content.conftest import NOW
from content.period_plans.models import PeriodPlan
from content.period_plans.tests.year import DAY, Year
from governance.formkeys.models import FormKey

Enter = Callable[[User], Client]


@pytest.fixture
def enter(client: Client) -> Enter:
    def log_in(user: User) -> Client:
        client.force_login(user)
        return client

    return log_in


def test_the_list_says_what_is_missing_today_and_leads_to_the_form(year: Year, enter: Enter) -> None:
    page = enter(year.house.author).get(reverse("content:period_plan_list"))
    books = {book.pack: book for book in page.context["books"]}
    assert set(books) == {"douyin", "self_media"}
    assert [cell is not None for cell in books["douyin"].levels] == [True, False, False, True, False]
    assert all(cell.missing for cell in books["douyin"].levels if cell)
    assert "level=month&amp;pack=douyin" in page.content.decode()
    day = timezone.localdate()
    now = timezone.now()
    year.approved(pack="douyin", day=day, at=now, actor=year.house.department_head)
    page = enter(year.house.author).get(reverse("content:period_plan_list"), {"level": "month", "status": "approved"})
    month = next(book for book in page.context["books"] if book.pack == "douyin").levels[3]
    assert (month.is_whole, len(page.context["page"])) == (True, 1)


def test_a_plan_is_written_submitted_and_decided_on_its_pages(year: Year, enter: Enter) -> None:
    house, day, now = year.house, timezone.localdate(), timezone.now()
    client = enter(house.author)
    form = client.get(reverse("content:period_plan_new"), {"level": "month", "day": day.isoformat()}).context["form"]
    data: dict[str, Any] = {
        **year.whole(), "level": "month", "day": day.isoformat(), "account": house.account.pk, "currency": "CNY",
        "responsible": house.author.pk, "script_owner": house.author.pk, "form_key": form["form_key"].value(),
    }  # fmt: skip
    client.post(reverse("content:period_plan_new"), data)
    client.post(reverse("content:period_plan_new"), data)
    plan = PeriodPlan.objects.get()
    study = year.study(now)
    client.post(reverse("content:period_plan_cite", args=[plan.pk]), {"record": study.pk})
    edit = {**data, "version": plan.lock_version, "aims": "更多粉丝"}
    client.post(reverse("content:period_plan_edit", args=[plan.pk]), edit)
    plan.refresh_from_db()
    assert plan.aims == "更多粉丝"
    move = reverse("content:periodplan_move", args=[plan.pk])
    client.post(move, {"move": "submit", "version": plan.lock_version})
    plan.refresh_from_db()
    assert plan.status == "submitted"
    page = enter(house.manager).get(plan.get_absolute_url()).content.decode()
    assert 'value="approve"' in page
    enter(house.manager).post(move, {"move": "approve", "version": plan.lock_version})
    plan.refresh_from_db()
    assert plan.status == "approved"
    client = enter(house.author)
    assert 'value="approve"' not in client.get(plan.get_absolute_url()).content.decode()
    answer = client.post(reverse("content:period_plan_revise", args=[plan.pk]))
    fresh = PeriodPlan.objects.get(revision=2)
    assert answer["Location"] == reverse("content:period_plan_edit", args=[fresh.pk])
    assert FormKey.objects.count() == 1


def test_faults_come_back_at_their_fields(year: Year, enter: Enter) -> None:
    plan = year.written(day=timezone.localdate(), at=timezone.now())
    client = enter(year.house.author)
    stale = {"title": "x", "currency": "CNY", "version": plan.lock_version + 7}
    answer = client.post(reverse("content:period_plan_edit", args=[plan.pk]), stale)
    assert answer.status_code == 422
    answer = client.post(reverse("content:period_plan_cite", args=[plan.pk]), {"record": "99999"})
    assert answer.status_code == 422
    assert "record" in answer.context["cite_form"].errors
    new = client.get(reverse("content:period_plan_new")).context["form"]
    for data in (
        {"level": "eon", "day": "x"},
        {"level": "week", "day": "2020-01-01", "title": "x", "currency": "CNY", "account": year.house.account.pk,
         "form_key": new["form_key"].value()},
        {"level": "week", "day": "9999-12-31", "title": "x", "currency": "CNY", "account": year.house.account.pk,
         "form_key": new["form_key"].value()},
    ):  # fmt: skip
        answer = client.post(reverse("content:period_plan_new"), data)
        assert answer.status_code == 422, data
        assert answer.context["form"].errors
    for move in ("nothing", "supersede", ""):
        assert client.post(reverse("content:periodplan_move", args=[plan.pk]), {"move": move}).status_code == 422
    assert PeriodPlan.objects.get().status == "draft"


def test_who_sees_no_account_sees_no_plan(year: Year, enter: Enter) -> None:
    plans = [year.approved(), year.approved("year", pack="self_media", actor=year.house.department_head)]
    for plan in plans:
        assert enter(year.house.stranger).get(plan.get_absolute_url()).status_code == 404
        assert enter(year.house.publisher).get(plan.get_absolute_url()).status_code == 200
    assert list(enter(year.house.stranger).get(reverse("content:period_plan_list")).context["page"]) == []
    assert enter(year.house.stranger).get(reverse("content:period_plan_new")).status_code == 403
    assert enter(year.house.publisher).get(reverse("content:period_plan_edit", args=[plans[0].pk])).status_code == 403


def test_the_forecast_lists_the_widest_gap_first(year: Year, enter: Enter) -> None:
    page = enter(year.house.author).get(reverse("content:plan_forecast"))
    assert [row.account for row in page.context["forecast"]] == [year.house.weibo, year.house.account]
    assert enter(year.house.stranger).get(reverse("content:plan_forecast")).context["forecast"] == []


def test_a_plan_is_found_by_its_words_by_those_who_see_it(year: Year) -> None:
    from content.period_plans.finding import find_period_plans

    plan = year.written(topics="秋冬养生", day=(NOW + DAY).date())
    assert [hit.url for hit in find_period_plans(year.house.publisher, "养生", 5)] == [plan.get_absolute_url()]
    assert find_period_plans(year.house.stranger, "养生", 5) == []

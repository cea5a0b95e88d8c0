"""A planned time lies ahead and within the horizon: one rule for the form, the import and the calendar (R-018)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.conftest import HOUR, NOW, House
from content.plan_imports.tests.lines import checked, csv_of
from content.plans.models import PlanItem
from content.plans.rules import HORIZON
from content.plans.services import create_plan, edit_plan
from content.plans.times import why_not_then
from governance.public import Refused

WRONG = (NOW, NOW - HOUR, NOW + HORIZON + HOUR, NOW.replace(year=2100))


def line(moment: datetime) -> bytes:
    return csv_of(f"douyin-main,标题,{timezone.localtime(moment).strftime('%Y-%m-%d %H:%M')},,,,,,,")


@pytest.mark.parametrize("moment", WRONG)
def test_form_and_import_refuse_it_by_the_same_sentence(house: House, moment: datetime) -> None:
    with pytest.raises(Refused) as refusal:
        create_plan(actor=house.author, account=house.account, title="标题", planned_at=moment, at=NOW)
    assert refusal.value.field == "planned_at"
    run = checked(house, line(moment))
    assert run.status == "refused"
    assert run.errors[0]["message"] == str(refusal.value.sentence) == str(why_not_then(moment, NOW))
    assert not PlanItem.objects.exists()


@pytest.mark.parametrize("moment", [NOW + timedelta(minutes=1), NOW + HORIZON])
def test_what_lies_between_is_planned_and_imported(house: House, moment: datetime) -> None:
    assert create_plan(actor=house.author, account=house.account, title="标题", planned_at=moment, at=NOW).pk
    assert checked(house, line(moment)).status == "checked"


def test_a_time_that_passed_meanwhile_may_stay_but_not_be_chosen(house: House) -> None:
    item = create_plan(
        actor=house.author, account=house.account, title="标题", planned_at=NOW + timedelta(hours=1, seconds=7), at=NOW
    )
    later = NOW + timedelta(days=2)
    sent_back = NOW + HOUR
    assert edit_plan(item, actor=house.author, topic="别的", planned_at=sent_back, at=later).topic == "别的"
    with pytest.raises(Refused):
        edit_plan(item, actor=house.author, planned_at=NOW + 2 * HOUR, at=later)
    assert edit_plan(item, actor=house.author, planned_at=None, at=later).planned_at is None


def test_the_page_shows_the_sentence_at_its_field(house: House, client: Client) -> None:
    client.force_login(house.author)
    data = {"account": house.account.pk, "title": "标题", "planned_at": "2026-01-05T10:00"}
    page = client.post(reverse("content:plan_new"), data)
    assert "planned_at" in page.context["form"].errors
    assert not PlanItem.objects.exists()

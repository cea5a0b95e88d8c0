"""The form of a draw: sent twice it plans one, and it says what a prize is worth at most, and by which law."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.public import User
from content.campaigns.models import Campaign
from content.campaigns.tests.way import Way
from content.conftest import House
from content.draws.models import Draw
from content.draws.planning import first_round
from governance.public import grant_role

DAY = timedelta(days=1)


@pytest.fixture
def campaign(house: House, client: Client) -> Campaign:
    client.force_login(house.author)
    return Way(house).written(starts_at=timezone.now() + DAY, ends_at=timezone.now() + 2 * DAY)


def page_of(campaign: Campaign, client: Client, **changes: Any) -> tuple[str, dict[str, Any]]:
    """The address of the form, and what it sends."""
    address = reverse("content:draw_new", args=[campaign.pk])
    draws_at = (timezone.now() + 5 * DAY).replace(second=0, microsecond=0)
    return address, {
        "form_key": client.get(address).context["form"]["form_key"].value(), "title": "主抽奖",
        "draws_at": f"{timezone.localtime(draws_at):%Y-%m-%dT%H:%M}", "source": "drand_quicknet",
        "reference": first_round(draws_at), "prizes": "保温杯 | 3 | 59.00", "reserves": 2,
        "deliver_by": f"{timezone.localtime(draws_at + 9 * DAY):%Y-%m-%dT%H:%M}",
        "witness": User.objects.get(username="legal").pk, **changes,
    }  # fmt: skip


def test_only_who_runs_the_campaign_is_offered_a_draw(campaign: Campaign, client: Client, house: House) -> None:
    other = User.objects.create_user("second_author")
    grant_role(other, "author", accounts=[house.account], actor=None)
    address = reverse("content:draw_new", args=[campaign.pk])
    for person, offered in ((house.author, True), (other, False)):
        client.force_login(person)
        assert (address in client.get(campaign.get_absolute_url()).content.decode()) is offered
        assert client.get(address).status_code == (200 if offered else 403)


def test_a_form_sent_twice_plans_one_draw(campaign: Campaign, client: Client) -> None:
    address, data = page_of(campaign, client)
    answers = {client.post(address, data)["Location"] for _time in range(2)}
    assert answers == {Draw.objects.get().get_absolute_url()}


def test_other_words_under_the_same_key_are_refused_and_shown_again(campaign: Campaign, client: Client) -> None:
    address, data = page_of(campaign, client)
    client.post(address, data)
    answer = client.post(address, {**data, "title": "第二次抽奖"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "“主抽奖”" in page
    assert "第二次抽奖" in page
    assert Draw.objects.count() == 1


@pytest.mark.parametrize("worth", ["59元", "1,000", "59.001", "-1", "NaN", "五十"])
def test_a_worth_that_is_no_amount_is_told_what_is_expected(campaign: Campaign, client: Client, worth: str) -> None:
    address, data = page_of(campaign, client, prizes=f"杯 | 1 | 5\n保温杯 | 3 | {worth}")
    answer = client.post(address, data)
    faults = " ".join(answer.context["form"].errors["prizes"])
    assert answer.status_code == 422
    for said in ("2", worth, "CNY", "59.00", "50,000", "C-01", "反不正当竞争法"):
        assert said in faults, said


@pytest.mark.parametrize("pieces", ["0", "1.5", "三个", "1001"])
def test_pieces_that_are_no_number_are_told_the_range(campaign: Campaign, client: Client, pieces: str) -> None:
    address, data = page_of(campaign, client, prizes=f"保温杯 | {pieces} | 59")
    faults = " ".join(client.post(address, data).context["form"].errors["prizes"])
    assert pieces in faults
    assert "1000" in faults


def test_a_prize_above_the_limit_is_named_with_the_limit_and_its_basis(campaign: Campaign, client: Client) -> None:
    address, data = page_of(campaign, client, prizes="汽车 | 1 | 50000.01")
    faults = " ".join(client.post(address, data).context["form"].errors["prizes"])
    for said in ("汽车", "50,000.01", "50,000 CNY", "C-01", "反不正当竞争法"):
        assert said in faults, said

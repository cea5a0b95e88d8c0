"""Tasks, duties and problems are written once, however often the form arrives; a refused step keeps its words."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.campaigns.models import Campaign, CampaignIssue, CampaignStaff, CampaignTask
from content.campaigns.tests.way import Way
from content.conftest import House


def moment(days: int) -> str:
    return f"{timezone.localtime(timezone.now() + timedelta(days=days)):%Y-%m-%dT%H:%M}"


@pytest.fixture
def campaign(house: House, client: Client) -> Campaign:
    client.force_login(house.author)
    return Way(house).written()


@pytest.mark.parametrize(
    ("name", "form", "model", "words"),
    [("task", "task_form", CampaignTask, "title"), ("staff", "staff_form", CampaignStaff, "duty"),
     ("issue", "issue_form", CampaignIssue, "text")],
)  # fmt: skip
def test_a_form_sent_twice_makes_one_record(
    house: House, client: Client, campaign: Campaign, name: str, form: str, model: Any, words: str
) -> None:
    page, address = client.get(campaign.get_absolute_url()), reverse(f"content:campaign_{name}", args=[campaign.pk])
    key = page.context[form]["form_key"].value()
    assert f'value="{key}"' in page.content.decode()
    data = {
        "form_key": key, words: "准备奖品", "owner": house.author.pk, "person": house.author.pk,
        "due_at": moment(1), "begins_at": moment(1), "ends_at": moment(2),
    }  # fmt: skip
    for _time in range(2):
        assert client.post(address, data).status_code == 302
    other = client.post(address, {**data, words: "别的事情"})
    assert other.status_code == 422
    assert "别的事情" in other.content.decode()
    assert model.objects.count() == 1


def test_a_step_that_is_refused_is_answered_422_with_the_note(
    house: House, client: Client, campaign: Campaign
) -> None:
    address = reverse("content:campaign_move", args=[campaign.pk])
    for sent in (
        {},
        {"move": "fly"},
        {"move": "drop", "note": "不办了"},
        {"move": "drop", "note": "不办了", "version": 77},
    ):
        answer = client.post(address, sent)
        assert answer.status_code == 422, sent
        assert 'role="alert"' in answer.content.decode()
    campaign.refresh_from_db()
    assert campaign.status == "draft"


def test_what_was_typed_beside_a_refused_step_stays(house: House, client: Client) -> None:
    campaign = Way(house).submitted()
    client.force_login(house.manager)
    sent = {"move": "send_back", "note": "预算不清楚", "version": campaign.lock_version + 5}
    answer = client.post(reverse("content:campaign_move", args=[campaign.pk]), sent)
    assert answer.status_code == 422
    assert ">预算不清楚</textarea>" in answer.content.decode()

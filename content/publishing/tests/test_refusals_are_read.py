"""A form that is refused because the record went on meanwhile says so on the page, with the words that were typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.campaigns.models import Campaign
from content.campaigns.tests.way import Way
from content.conftest import House
from content.corrections.tests.conftest import Wrong
from content.suspension.services import suspend_publishing

WORDS = "这些话写了很久，不能丢。"


@pytest.fixture
def publisher(house: House, client: Client) -> Client:
    client.force_login(house.publisher)
    return client


def test_a_post_that_was_recorded_meanwhile(house: House, publisher: Client) -> None:
    draft = house.published().draft
    kit = reverse("content:publish_kit", args=[draft.pk])
    answer = publisher.post(kit + "record/", {"url": "https://www.douyin.com/p/9", "published_text": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert all(sentence in answer.content.decode() for sentence in answer.context["publication_form"].sentences())


def test_a_correction_that_was_carried_out_meanwhile(house: House, publisher: Client) -> None:
    wrong = Wrong(house, house.published())
    row = wrong.carry_out(wrong.agreed())
    address = reverse("content:correction_carry_out", args=[row.pk])
    answer = publisher.post(address, {"version": 0, "url": row.publication.url, "published_text": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert 'role="alert"' in answer.content.decode()


def test_a_problem_of_a_campaign_that_was_dropped_meanwhile(house: House, client: Client) -> None:
    campaign = Way(house).written()
    Campaign.objects.update(status="dropped")
    client.force_login(house.manager)
    answer = client.post(reverse("content:campaign_issue", args=[campaign.pk]), {"text": WORDS})
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()


def test_a_text_that_was_published_meanwhile_is_shown_to_be_copied(house: House, client: Client) -> None:
    draft = house.published().draft
    client.force_login(house.author)
    address = reverse("content:draft_edit", args=[draft.pk])
    sent = {"title": draft.title, "body": WORDS, "version": draft.lock_version, "account": draft.account_id}
    answer = client.post(address, sent)
    assert answer.status_code == 422
    assert WORDS in answer.content.decode()
    assert client.get(address).status_code == 302


def test_a_million_chinese_characters_are_refused_by_the_limit_of_the_text_and_stay(
    house: House, client: Client
) -> None:
    client.force_login(house.author)
    answer = client.post(reverse("content:draft_new"), {"title": "长文", "body": "长" * 1_000_000})
    assert answer.status_code == 422
    assert "长" * 1_000_000 in answer.content.decode()


def test_what_a_suspension_holds_back_is_told_on_the_kit_with_what_was_typed(house: House, publisher: Client) -> None:
    now = timezone.now()
    draft = house.approved()
    suspend_publishing([house.account], actor=house.manager, reason="突发事件", at=now)
    when = timezone.localtime(now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    address = reverse("content:publish_kit", args=[draft.pk]) + "schedule/"
    answer = publisher.post(address, {"scheduled_at": when, "slot_reason": WORDS, "version": draft.lock_version})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "突发事件" in page
    assert "上级" not in page.partition("<main")[2], "nobody can give a right that is held back"
    assert WORDS in page
    assert publisher.post(address.replace(str(draft.pk), "999999"), {}).status_code == 404

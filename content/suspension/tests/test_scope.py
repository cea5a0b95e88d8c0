"""What is suspended is chosen; that everything is meant has to be said, and a form sent twice suspends once."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.suspension.models import Suspension
from content.suspension.services import suspend_publishing

ADDRESS = "/suspensions/"


@pytest.fixture
def manager(house: House, client: Client) -> Client:
    client.force_login(house.manager)
    return client


def send(manager: Client, **data: Any) -> Any:
    return manager.post(ADDRESS, {"reason": "事故", **data})


def test_a_reason_alone_suspends_nothing_and_the_page_asks_what_is_meant(manager: Client) -> None:
    answer = send(manager)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert not Suspension.objects.exists()
    assert "请勾选“全部”" in page
    assert "共 2 个" in page
    assert "事故" in page


def test_everything_is_suspended_where_it_is_ticked(house: House, manager: Client) -> None:
    assert send(manager, everything="on").status_code == 302
    covered = Suspension.objects.get().covered.values_list("account_id", flat=True)
    assert set(covered) == {house.account.pk, house.weibo.pk}


def test_a_part_that_is_chosen_is_suspended_alone(house: House, manager: Client) -> None:
    assert send(manager, platform="weibo").status_code == 302
    assert Suspension.objects.get().covered.get().account == house.weibo


def test_everything_and_a_part_at_once_is_asked_back(manager: Client) -> None:
    assert send(manager, everything="on", platform="weibo").status_code == 422
    assert not Suspension.objects.exists()


def test_an_unknown_account_is_no_choice_of_everything(manager: Client) -> None:
    assert send(manager, account="999999").status_code == 422
    assert not Suspension.objects.exists()


def test_a_form_sent_twice_suspends_once_and_other_words_are_refused(manager: Client) -> None:
    key = manager.get(ADDRESS).context["form"]["form_key"].value()
    for _time in range(2):
        assert send(manager, everything="on", form_key=key).status_code == 302
    assert send(manager, platform="weibo", form_key=key).status_code == 422
    assert Suspension.objects.count() == 1


def test_lifting_without_a_reason_comes_back_with_what_was_typed(house: House, manager: Client) -> None:
    suspension = suspend_publishing([house.account], actor=house.manager, reason="事故")
    address = reverse("content:suspension_lift", args=[suspension.pk])
    answer = manager.post(address, {"note": ""})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()
    answer = manager.post(address, {"note": "修" * 2001})
    assert "修修修" in answer.content.decode()
    suspension.refresh_from_db()
    assert suspension.lifted_at is None
    assert manager.post(address, {"note": "修好了"}).status_code == 302

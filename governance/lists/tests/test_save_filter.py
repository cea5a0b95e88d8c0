"""Filters that people keep."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from governance.lists.models import SavedFilter
from governance.lists.services import PER_PAGE, forget_filter, save_filter
from governance.refusals.exceptions import Refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return get_user_model().objects.create_user("lin", password="a long one for tests", language="en")


@pytest.fixture
def client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_a_filter_is_kept_without_the_place_in_the_list(client, person) -> None:
    answer = client.post(
        "/filters/save/", {"page": "inbox", "name": "mine", "query": "q=退款&after=x&state=new", "path": "/search/"}
    )
    saved = SavedFilter.objects.get(user=person)
    assert "after" not in saved.query
    assert answer.headers["Location"] == f"/search/?{saved.query}"


def test_the_same_name_replaces(person) -> None:
    save_filter("inbox", "mine", "a=1", actor=person)
    save_filter("inbox", "mine", "a=2", actor=person)
    assert SavedFilter.objects.get().query == "a=2"


def test_a_filter_needs_a_name(client) -> None:
    client.post("/filters/save/", {"page": "inbox", "name": " ", "query": "a=1", "path": "/"})
    assert not SavedFilter.objects.exists()


def test_there_is_an_end_to_keeping(person) -> None:
    for number in range(PER_PAGE):
        save_filter("inbox", str(number), "a=1", actor=person)
    with pytest.raises(Refused):
        save_filter("inbox", "one more", "a=1", actor=person)


def test_nobody_forgets_the_filter_of_somebody_else(client, person) -> None:
    other = get_user_model().objects.create_user("wang", password="a long one for tests")
    saved = save_filter("inbox", "mine", "a=1", actor=other)
    assert client.post(f"/filters/{saved.pk}/forget/", {"path": "/"}).status_code == 404
    with pytest.raises(Refused):
        forget_filter(saved, actor=person)


def test_one_forgets_ones_own(client, person) -> None:
    saved = save_filter("inbox", "mine", "a=1", actor=person)
    client.post(f"/filters/{saved.pk}/forget/", {"path": "https://elsewhere.example/"})
    assert not SavedFilter.objects.exists()

"""The Today page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from governance.access.grants import grant_role
from governance.home import registry
from governance.home.registry import Card, CardItem, card
from governance.home.services import day_of, first_step

NOW = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _only_our_cards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(registry, "_cards", {})


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("lin", password="a long one for tests", language="en")


def test_what_waits_is_sorted_by_due_time_over_all_cards(person) -> None:
    card("a", title="Drafts", order=1)(
        lambda user, now: Card([CardItem("later", "/1/", now + timedelta(hours=2)), CardItem("some day", "/2/")])
    )
    card("b", title="Inbox", order=2)(lambda user, now: Card([CardItem("late", "/3/", now - timedelta(hours=1))]))
    rows = day_of(person, NOW).rows
    assert [row.item.title for row in rows] == ["late", "later", "some day"]
    assert [row.late for row in rows] == [True, False, False]


def test_a_broken_card_says_so_and_hides_no_other(person) -> None:
    def broken(user: object, now: datetime) -> Card:
        raise KeyError("x")

    card("a", title="Broken room")(broken)
    card("b", title="Inbox")(lambda user, now: Card([CardItem("a comment", "/3/")]))
    client = Client()
    client.force_login(person)
    text = client.get("/").content.decode()
    assert "a comment" in text
    assert "“Broken room” could not be loaded" in text


def test_one_card_can_be_shown_alone(person) -> None:
    card("a", title="Drafts")(lambda user, now: Card([CardItem("draft", "/1/")]))
    card("b", title="Inbox")(lambda user, now: Card([CardItem("comment", "/3/")], "/inbox/"))
    assert [row.item.title for row in day_of(person, NOW, only="b").rows] == ["comment"]


def test_an_empty_day_says_what_to_do(person) -> None:
    client = Client()
    client.force_login(person)
    assert "Nothing waits for you" in client.get("/").content.decode()


def test_a_stranger_is_led_to_the_sign_in_page(db) -> None:
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/auth/login/")


def test_an_auditor_is_led_to_the_board_and_told_to_bring_in_nothing(person, roles) -> None:
    grant_role(person, "auditor", actor=None)
    step = first_step(person)
    assert step is not None
    assert step.path == "/board/"

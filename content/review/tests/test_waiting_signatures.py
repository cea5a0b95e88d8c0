"""Signatures that wait for a password in several tabs: each with its own words, each once, never a dead end."""

from __future__ import annotations

import time

import pytest
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.test import Client
from django.urls import reverse

from content.conftest import House
from content.review.models import ReviewSlot
from content.review.tests.test_review_pages import PASSWORD, login, signing, today

GONE = "已不在等待"


def waiting_slot(house: House) -> ReviewSlot:
    return ReviewSlot.objects.get(draft=today(house), code="first")


def sent(client: Client, slot: ReviewSlot, note: str) -> str:
    """Sign without a fresh password; returns where that is asked."""
    data = signing(slot, note=note)
    answer = client.post(reverse("content:review_decide", args=[slot.pk]), data)
    assert "/auth/reauthenticate/" in answer["Location"]
    return str(answer["Location"])


def confirm(client: Client, address: str) -> str:
    """Give the password there; returns the page to which it leads."""
    page = client.post(address, {"password": PASSWORD}, follow=True)
    assert page.status_code == 200
    return page.content.decode()


def note_of(slot: ReviewSlot) -> tuple[str, str]:
    slot.refresh_from_db()
    return slot.decision, slot.note


@pytest.fixture
def reviewer(house: House, client: Client) -> Client:
    login(client, house.first_reviewer)
    return client


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
def test_two_open_signatures_are_both_made_with_their_own_words(
    house: House, reviewer: Client, order: tuple[int, int]
) -> None:
    slots, words = [waiting_slot(house), waiting_slot(house)], ["甲的话", "乙的话"]
    asked = [sent(reviewer, slot, note) for slot, note in zip(slots, words, strict=True)]
    for place in order:
        assert GONE not in confirm(reviewer, asked[place])
    assert [note_of(slot) for slot in slots] == [("approve", "甲的话"), ("approve", "乙的话")]


def test_two_answers_to_one_signature_do_not_change_places(house: House, reviewer: Client) -> None:
    slot = waiting_slot(house)
    first = sent(reviewer, slot, "先写的")
    sent(reviewer, slot, "后写的")
    confirm(reviewer, first)
    assert note_of(slot) == ("approve", "先写的")


def test_what_was_carried_out_is_told_of_and_not_done_again(house: House, reviewer: Client) -> None:
    slot = waiting_slot(house)
    asked = sent(reviewer, slot, "看过")
    before = reviewer.session["forms_that_wait"]
    assert GONE not in confirm(reviewer, asked)
    assert GONE in confirm(reviewer, asked)
    session = reviewer.session
    session["forms_that_wait"] = before  # as the second of two clicks has read it
    session.save()
    assert GONE in confirm(reviewer, asked)
    assert note_of(slot) == ("approve", "看过")


def test_of_six_waiting_forms_the_oldest_is_told_to_be_gone(house: House, reviewer: Client) -> None:
    oldest, slot = waiting_slot(house), waiting_slot(house)
    first = sent(reviewer, oldest, "最早的")
    later = [sent(reviewer, slot, f"第{number}次") for number in range(5)]
    assert GONE in confirm(reviewer, first)
    confirm(reviewer, later[0])
    assert (note_of(oldest)[1], note_of(slot)[1]) == ("", "第0次")


def test_a_wrong_password_leaves_the_form_waiting(house: House, reviewer: Client) -> None:
    slot = waiting_slot(house)
    asked = sent(reviewer, slot, "看过")
    assert reviewer.post(asked, {"password": "not this one"}).status_code == 200
    assert note_of(slot)[1] == ""
    confirm(reviewer, asked)
    assert note_of(slot)[1] == "看过"


def test_opening_the_address_of_a_waiting_form_asks_again_and_does_nothing(house: House, reviewer: Client) -> None:
    slot = waiting_slot(house)
    asked = sent(reviewer, slot, "看过")
    key = next(iter(reviewer.session["forms_that_wait"]))
    assert reviewer.get(reverse("login_waiting", args=[key]))["Location"] == asked
    assert note_of(slot)[1] == ""


def test_a_waiting_form_is_nobody_elses(house: House, reviewer: Client) -> None:
    slot = waiting_slot(house)
    asked = sent(reviewer, slot, "看过")
    other = Client()
    login(other, house.final_reviewer)
    assert GONE in confirm(other, asked)
    session = other.session
    session["forms_that_wait"] = reviewer.session["forms_that_wait"]
    session.save()
    assert GONE in confirm(other, asked)
    assert note_of(slot)[1] == ""


def test_the_address_of_another_site_takes_nothing_up(house: House, reviewer: Client) -> None:
    slot = waiting_slot(house)
    sent(reviewer, slot, "看过")
    key = next(iter(reviewer.session["forms_that_wait"]))
    foreign = f"https://elsewhere.example{reverse('login_waiting', args=[key])}"
    answer = reviewer.post(reverse("account_reauthenticate"), {"password": PASSWORD, "next": foreign})
    assert "elsewhere" not in answer["Location"]
    assert note_of(slot)[1] == ""


def test_the_code_of_an_app_takes_the_form_up_as_the_password_does(house: House, reviewer: Client) -> None:
    slot, secret = waiting_slot(house), generate_totp_secret()
    TOTP.activate(house.first_reviewer, secret)
    asked = sent(reviewer, slot, "看过")
    by_code = asked.replace(reverse("account_reauthenticate"), reverse("mfa_reauthenticate"))
    reviewer.post(by_code, {"code": format_hotp_value(hotp_value(secret, int(time.time()) // 30))})
    assert note_of(slot) == ("approve", "看过")

"""What was typed on the page of a draw stands there again, beside the sentence that refused it."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from content.campaigns.tests.way import Way
from content.conftest import House
from content.draws.models import DrawWinner
from content.draws.rules import NOTE_LIMIT

TOO_LONG = "顺丰单号" + "7" * NOTE_LIMIT


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def test_words_about_one_prize_stay_in_the_row_of_that_prize_alone(way: Way, client: Client) -> None:
    draw = way.witnessed()
    client.force_login(way.house.author)
    first, other = draw.winners.filter(status=DrawWinner.WON)[:2]
    answer = client.post(reverse("content:winner_deliver", args=[first.pk]), {"note": TOO_LONG})
    kept = {winner.pk: form["note"].value() for winner, form in answer.context["winners"]}
    assert (answer.status_code, kept[first.pk], kept[other.pk]) == (422, TOO_LONG, None)
    assert answer.content.decode().count(TOO_LONG) == 1


def test_a_rejection_without_its_reason_is_refused_beside_the_field(way: Way, client: Client) -> None:
    draw = way.held()
    client.force_login(way.house.legal)
    answer = client.post(reverse("content:draw_reject", args=[draw.pk]), {"note": " ", "version": draw.lock_version})
    draw.refresh_from_db()
    assert (answer.status_code, draw.status) == (422, "drawn")
    assert "reject-note_error" in answer.content.decode()


def test_the_name_that_was_looked_up_stays_in_its_field(way: Way, client: Client) -> None:
    draw = way.frozen()
    client.force_login(way.house.author)
    answer = client.post(reverse("content:draw_code", args=[draw.pk]), {"name": "粉丝31号"})
    assert (answer.status_code, answer.context["asked"], answer.context["code"]) == (200, True, None)
    assert 'value="粉丝31号"' in answer.content.decode()

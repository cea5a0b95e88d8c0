"""Moving a post: inside the signed window at once, outside it by a new approval, by drag or by form (R-030)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.calendar.moving import OutsideWindow, ask_new_window, move_post
from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.plans.rules import HORIZON
from content.publishing.services import schedule_draft
from governance.public import NotAllowed, Refused, WrongState

LATER = NOW + 4 * HOUR


def test_inside_the_window_the_publisher_moves_it_and_the_signatures_stand(house: House) -> None:
    draft = house.approved()
    moved = move_post(draft, actor=house.publisher, moment=NOW + 30 * HOUR, at=LATER)
    assert (moved.status, moved.scheduled_at, moved.shown_at) == ("scheduled", NOW + 30 * HOUR, NOW + 30 * HOUR)
    with pytest.raises(NotAllowed):
        move_post(moved, actor=house.author, moment=NOW + 31 * HOUR, at=LATER)


def test_outside_the_window_nothing_moves_until_the_new_window_is_signed(house: House) -> None:
    draft = house.approved()
    far = NOW + timedelta(days=9)
    with pytest.raises(OutsideWindow):
        move_post(draft, actor=house.publisher, moment=far, at=LATER)
    draft.refresh_from_db()
    assert draft.status == "approved"
    with pytest.raises(NotAllowed):
        ask_new_window(draft, actor=house.publisher, moment=far, at=LATER)
    asked = ask_new_window(draft, actor=house.author, moment=far, at=LATER)
    assert (asked.status, asked.window_start, asked.window_end) == ("first_review", far, far + timedelta(days=3))
    assert asked.slots_signed == 0
    with pytest.raises(WrongState):
        move_post(asked, actor=house.publisher, moment=far, at=LATER)


@pytest.mark.parametrize("moment", [NOW.replace(year=2100), NOW + HORIZON + 5 * HOUR, LATER])
def test_a_drag_into_another_century_or_the_past_moves_nothing_and_asks_for_nothing(
    house: House, moment: datetime
) -> None:
    draft = house.approved()
    for act, person in ((move_post, house.publisher), (ask_new_window, house.author)):
        with pytest.raises(Refused) as refusal:
            act(draft, actor=person, moment=moment, at=LATER)
        assert not isinstance(refusal.value, OutsideWindow)
        assert refusal.value.field == "moment"
    draft.refresh_from_db()
    assert (draft.status, draft.slots_signed) == ("approved", 2)


def test_a_window_that_reaches_beyond_the_horizon_is_no_way_around_it(house: House) -> None:
    draft = house.approved(window_end=NOW.replace(year=2100))
    with pytest.raises(Refused) as refusal:
        schedule_draft(draft, actor=house.publisher, scheduled_at=NOW.replace(year=2099), at=LATER)
    assert refusal.value.field == "scheduled_at"


def test_a_submission_that_is_refused_leaves_the_signatures(house: House) -> None:
    draft = house.approved()
    Draft.objects.filter(pk=draft.pk).update(plan_item=None)
    draft.refresh_from_db()
    with pytest.raises(NotAllowed):
        ask_new_window(draft, actor=house.author, moment=NOW + timedelta(days=9), at=LATER)
    draft.refresh_from_db()
    assert (draft.status, draft.slots_signed) == ("approved", 2)


def test_the_page_offers_a_new_approval_to_whoever_may_ask(house: House, client: Client) -> None:
    draft = house.approved()
    Draft.objects.filter(pk=draft.pk).update(window_end=timezone.now() - HOUR)
    address = reverse("content:calendar_move", args=[draft.pk])
    moment = timezone.localtime(timezone.now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    for person, offered in ((house.author, True), (house.publisher, False)):
        client.force_login(person)
        assert client.get(address).status_code == 200
        answer = client.post(address, {"moment": moment, "version": draft.lock_version})
        assert (answer.status_code, b'name="ask"' in answer.content) == (422, offered)


def test_the_month_lets_publishers_drag_and_everybody_else_look(house: House, client: Client) -> None:
    draft = house.approved()
    address = f"{reverse('content:calendar')}?date=2026-06-03"
    for person, movable in ((house.publisher, True), (house.author, False)):
        client.force_login(person)
        page = client.get(address).content.decode()
        assert (reverse("content:calendar_move", args=[draft.pk]) in page) is movable
        assert ('draggable="true"' in page) is movable

"""A post that leaves its time does not go out at the old one (R-023, R-040, R-011)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from accounts.public import report_incident
from content.calendar.moving import ask_new_window
from content.conftest import HOUR
from content.connectors.models import Dispatch
from content.connectors.outbox import order_post
from content.connectors.tests.conftest import LATER, Line
from content.connectors.tests.receivers import WEBHOOK_KEY, WEBHOOK_KEY_NAME, Receiver, WebhookHandler, receiving
from content.drafts.models import Draft
from content.publishing.services import schedule_draft, unschedule_draft

TIME = LATER + HOUR


@pytest.fixture
def receiver(line: Line) -> Any:
    with receiving(WebhookHandler) as running:
        line.connect("webhook", running.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        yield running


def planned(line: Line) -> tuple[Draft, Dispatch]:
    """A post that the interface is to publish at TIME."""
    draft = line.house.approved()
    schedule_draft(draft, actor=line.house.publisher, scheduled_at=TIME, at=LATER)
    line.check(draft)
    order = order_post(draft, line.house.account, actor=line.house.publisher, at=LATER)
    draft.refresh_from_db()
    return draft, order


def take_out(line: Line, draft: Draft) -> None:
    unschedule_draft(draft, actor=line.house.publisher, note="等一等", at=LATER)


def give_another_time(line: Line, draft: Draft) -> None:
    schedule_draft(draft, actor=line.house.publisher, scheduled_at=TIME + 4 * HOUR, at=LATER)


def ask_for_another_window(line: Line, draft: Draft) -> None:
    ask_new_window(draft, actor=line.house.author, moment=TIME + 4 * HOUR, at=LATER)


def have_an_incident_that_is_over(line: Line, draft: Draft) -> None:
    incident = report_incident(
        actor=line.house.author, account=line.house.account, kind="ban", happened="封号", at=LATER
    )
    row = type(incident).objects.filter(pk=incident.pk)
    row.update(status="contained", contained_at=LATER, contained_by=line.house.author)


@pytest.mark.parametrize("leave", [take_out, give_another_time, ask_for_another_window, have_an_incident_that_is_over])
def test_what_left_its_time_does_not_go_out_then_and_who_ordered_it_is_told(
    line: Line, receiver: Receiver, leave: Callable[[Line, Draft], None]
) -> None:
    draft, order = planned(line)
    leave(line, draft)
    assert (line.send(order, TIME).status, receiver.posts) == ("stopped", {})
    assert line.house.publisher.notices.filter(template="dispatch.stopped", object_id=order.pk).count() == 1


def test_the_worker_itself_sends_nothing_whose_time_was_moved_behind_the_services(
    line: Line, receiver: Receiver
) -> None:
    draft, order = planned(line)
    Draft.objects.filter(pk=draft.pk).update(scheduled_at=TIME + HOUR)
    assert (line.send(order, TIME).status, receiver.posts) == ("stopped", {})


def test_what_keeps_its_time_goes_out_then(line: Line, receiver: Receiver) -> None:
    _draft, order = planned(line)
    line.send(order, TIME - HOUR / 2)
    assert receiver.posts == {}
    assert (line.send(order, TIME).status, len(receiver.posts)) == ("sent", 1)


def test_an_order_for_at_once_ends_when_the_post_gets_a_time(line: Line, receiver: Receiver) -> None:
    order = line.order()
    schedule_draft(order.draft, actor=line.house.publisher, scheduled_at=TIME, at=LATER)
    assert (line.send(order).status, receiver.posts) == ("stopped", {})


def test_an_order_that_waits_for_at_once_ends_with_an_incident_of_its_account(line: Line, receiver: Receiver) -> None:
    order = line.order()
    receiver.fail("POST", "429")
    line.send(order)
    have_an_incident_that_is_over(line, order.draft)
    assert (line.send(order, TIME).status, receiver.posts) == ("stopped", {})


def test_what_may_stand_already_is_still_looked_up_when_it_leaves_its_time(line: Line, receiver: Receiver) -> None:
    draft, order = planned(line)
    receiver.fail("POST", "lost")
    line.send(order, TIME)
    unschedule_draft(draft, actor=line.house.publisher, note="等一等", at=TIME)
    order.refresh_from_db()
    assert order.status == "waiting"
    assert (line.send(order, order.next_try_at).status, len(receiver.posts)) == ("sent", 1)

"""A fault that nobody foresaw is counted and told, and holds nothing else up (R-040)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import Token
from content.connectors.calling import Answer, checked_address
from content.connectors.connecting import connect_account
from content.connectors.models import Connection, Dispatch
from content.connectors.outbox import call_back, settle
from content.connectors.outcomes import Unclear
from content.connectors.rules import WAITS
from content.connectors.sending import send_waiting
from content.connectors.tests.conftest import LATER, Line, impatient
from content.connectors.tests.receivers import WEBHOOK_KEY, WEBHOOK_KEY_NAME, Receiver, WebhookHandler, receiving
from content.publishing.models import Publication
from content.publishing.withdrawing import withdraw_publication
from governance.public import Refused
from tests.agreeing import agreed

ADDRESS = "https://social.example.com"
HOUR = timedelta(hours=1)


@pytest.fixture
def receiver(line: Line) -> Any:
    with receiving(WebhookHandler) as running:
        line.connect("webhook", running.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        yield running


def without_its_picture(connection: Connection, token: Token, now: datetime) -> Any:
    raise FileNotFoundError("a picture is gone")


def test_a_fault_of_ours_is_counted_ends_after_the_last_wait_and_is_told(line: Line, receiver: Receiver) -> None:
    order, moment = line.order(), LATER
    for tried in range(len(WAITS)):
        line.send(order, moment, opener=without_its_picture)
        assert (order.status, order.failures, order.maybe_out) == ("waiting", tried + 1, False)
        assert "FileNotFoundError" in order.words
        moment = order.next_try_at
    line.send(order, moment, opener=without_its_picture)
    assert order.status == "rejected"
    assert line.house.publisher.notices.filter(template="dispatch.rejected").exists()


def test_a_fault_with_one_order_leaves_the_next_its_turn(line: Line, receiver: Receiver) -> None:
    first, second = line.order(), line.order()

    def opener(connection: Connection, token: Token, now: datetime) -> Any:
        if not receiver.asked and Dispatch.objects.get(pk=first.pk).failures == 0:
            raise FileNotFoundError
        return impatient(connection, token, now)

    assert send_waiting(LATER, opener=opener) == 2
    second.refresh_from_db()
    assert second.status == "sent"


def test_an_answer_of_nothing_but_brackets_is_unclear() -> None:
    with pytest.raises(Unclear):
        Answer(200, {}, b"[" * 200_000).facts()


def test_what_was_limited_may_be_called_back_and_what_may_stand_may_not(line: Line, receiver: Receiver) -> None:
    order = line.order()
    receiver.fail("POST", "429")
    line.send(order)
    call_back(order, actor=line.house.publisher, at=LATER)
    order.refresh_from_db()
    assert (order.status, receiver.posts) == ("stopped", {})


def test_what_is_only_ever_told_to_wait_is_given_up_after_a_day(line: Line, receiver: Receiver) -> None:
    order = line.order()
    receiver.fail("POST", "lost")
    line.send(order)
    for hours in (23, 25):
        receiver.fail("GET", "429")
        assert order.status == "waiting"
        line.send(order, LATER + hours * HOUR)
    assert order.status == "unclear"


@pytest.mark.parametrize(
    "address", ["https://social.example.com:8443", "http://127.0.0.1:6379", "https://127.0.0.1:1"]
)
def test_a_bare_name_on_the_list_opens_the_usual_port_alone(line: Line, address: str, settings: Any) -> None:
    with pytest.raises(Refused):
        checked_address(address)
    settings.CONNECTOR_HOSTS = [*settings.CONNECTOR_HOSTS, address.partition("://")[2]]
    assert checked_address(address) == address
    assert checked_address("https://social.example.com:443") == "https://social.example.com:443"
    assert checked_address("http://127.0.0.1") == "http://127.0.0.1"


def test_the_interface_is_not_exchanged_while_an_order_may_stand(line: Line, receiver: Receiver) -> None:
    order = line.order()
    receiver.fail("POST", "lost")
    line.send(order)
    with receiving(WebhookHandler) as second:
        connection = Connection.objects.get()
        exchange = lambda: connect_account(  # noqa: E731
            line.house.account, actor=line.house.manager, kind="webhook", address=second.address,
            credential=connection.credential, at=LATER,
        )  # fmt: skip
        line.settings.CONNECTOR_HOSTS = [*line.settings.CONNECTOR_HOSTS, second.address.removeprefix("http://")]
        with pytest.raises(Refused) as refusal:
            exchange()
        assert refusal.value.field == "address"
        Connection.objects.update(address=second.address)  # behind the service
        assert (line.send(order, order.next_try_at).status, second.asked) == ("unclear", [])
        settle(order, actor=line.house.publisher, note="平台上有这条", at=LATER)
        assert exchange().address == second.address


def taken_down(line: Line, moment: datetime) -> None:
    publication = Publication.objects.get()
    agreed("publication_withdraw", actor=line.house.publisher, target=publication, by=line.house.manager, at=moment)
    withdraw_publication(publication, actor=line.house.publisher, reason="价格写错", at=moment)


def stands(line: Line) -> list[bool]:
    return [
        user.notices.filter(template="dispatch.stands").exists() for user in (line.house.publisher, line.house.manager)
    ]


def test_a_take_down_that_is_rejected_is_told_to_the_managers_too(line: Line, receiver: Receiver) -> None:
    line.send(line.order())
    taken_down(line, LATER + HOUR)
    receiver.fail("DELETE", "401")
    order = Dispatch.objects.get(action="withdraw")
    assert (line.send(order, LATER + HOUR).status, stands(line)) == ("rejected", [True, True])


@pytest.mark.parametrize("change", [{"is_on": False}, {"address": ADDRESS}])
def test_a_post_of_an_interface_that_is_gone_is_taken_down_by_hand(
    line: Line, receiver: Receiver, change: dict[str, Any]
) -> None:
    line.send(line.order())
    Connection.objects.update(**change)
    taken_down(line, LATER + HOUR)
    assert not Dispatch.objects.filter(action="withdraw").exists()
    assert stands(line) == [True, True]


def test_a_post_goes_to_the_account_that_is_named_and_to_no_other(line: Line, client: Client) -> None:
    line.connect("webhook", ADDRESS, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    draft = line.house.approved()
    client.force_login(line.house.publisher)
    address = reverse("content:dispatch_send", args=[draft.pk])
    for data in ({}, {"account": "unknown"}, {"account": line.house.weibo.handle}):
        assert client.post(address, data).status_code == 404
    assert client.post(address, {"account": line.house.account.handle}).status_code == 302


def test_what_somebody_saw_on_the_platform_is_shown_with_the_order(
    line: Line, receiver: Receiver, client: Client
) -> None:
    order = line.order()
    Dispatch.objects.filter(pk=order.pk).update(status="unclear")
    order.refresh_from_db()
    settle(order, actor=line.house.publisher, note="平台上没有这条", at=LATER)
    client.force_login(line.house.publisher)
    assert "平台上没有这条" in client.get(reverse("content:dispatch_list")).content.decode()

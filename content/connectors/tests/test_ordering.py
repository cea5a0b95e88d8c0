"""Who may connect an account and send a post on its way, and what stops it (R-040, R-006)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from accounts.public import Token, use_token
from content.conftest import HOUR, NOW
from content.connectors.calling import checked_address
from content.connectors.connecting import connect_account
from content.connectors.models import Connection, Dispatch
from content.connectors.outbox import call_back, order_post
from content.connectors.tests.conftest import LATER, Line
from content.connectors.tests.receivers import WEBHOOK_KEY, WEBHOOK_KEY_NAME, WebhookHandler, receiving
from content.drafts.services import edit_draft
from content.publishing.models import Publication
from content.publishing.services import schedule_draft
from content.publishing.withdrawing import withdraw_publication
from governance.public import Denial, NotAllowed, Refused, WrongState
from tests.agreeing import agreed

ADDRESS = "https://social.example.com"


@pytest.mark.parametrize(
    "address",
    [
        "http://social.example.com", "https://elsewhere.example.com", "https://social.example.com@evil.example",
        "https://social.example.com.evil.example", "ftp://127.0.0.1", "https://user:pw@social.example.com",
        "https://social.example.com/?next=1", "https://[", "", "javascript:alert(1)", "http://169.254.169.254/",
    ],
)  # fmt: skip
def test_only_hosts_of_the_list_are_reached_and_only_by_https(line: Line, address: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_address(address)
    assert refusal.value.field == "address"
    assert checked_address(f"{ADDRESS}/") == ADDRESS


def test_whoever_manages_the_account_connects_it_with_a_token_of_that_account(line: Line) -> None:
    token = line.token("posts", "secret-token")
    with pytest.raises(Denial):
        connect_account(
            line.house.account, actor=line.house.publisher, kind="webhook", address=ADDRESS, credential=token
        )
    with pytest.raises(Refused) as refusal:
        connect_account(line.house.weibo, actor=line.house.manager, kind="webhook", address=ADDRESS, credential=token)
    assert refusal.value.field == "credential"
    made = connect_account(
        line.house.account, actor=line.house.manager, kind="webhook", address=ADDRESS, credential=token
    )
    assert Connection.objects.get() == made


def test_a_token_is_used_for_its_own_account_alone_and_never_inside_a_transaction(line: Line) -> None:
    token = line.token("posts", "secret-token")
    used = use_token(token.pk, account_id=line.house.account.pk, actor=None, purpose="dispatch", object_id=1)
    assert (used, repr(used)) == (Token("posts", "secret-token"), "Token('posts')")
    with pytest.raises(Refused):
        use_token(token.pk, account_id=line.house.weibo.pk, actor=None, purpose="dispatch", object_id=1)


@pytest.mark.django_db(transaction=True)
def test_a_token_is_not_opened_before_its_entry_is_committed(line: Line) -> None:
    token = line.token("posts", "secret-token")
    with pytest.raises(RuntimeError), transaction.atomic():
        use_token(token.pk, account_id=line.house.account.pk, actor=None, purpose="dispatch", object_id=1)


def test_a_post_needs_a_publisher_a_fresh_check_and_an_interface(line: Line) -> None:
    draft = line.house.approved()
    order = lambda actor, at=LATER: order_post(draft, line.house.account, actor=actor, at=at)  # noqa: E731
    with pytest.raises(WrongState):
        order(line.house.publisher)
    line.connect("webhook", ADDRESS, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    with pytest.raises(Refused):
        order(line.house.publisher)
    line.check(draft)
    with pytest.raises(NotAllowed):
        order(line.house.author)
    assert order(line.house.publisher).status == "waiting"
    with pytest.raises(WrongState):
        order(line.house.publisher)


def test_a_scheduled_post_waits_for_its_time(line: Line) -> None:
    line.connect("webhook", ADDRESS, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    draft = line.house.approved()
    schedule_draft(draft, actor=line.house.publisher, scheduled_at=LATER + HOUR, at=LATER)
    line.check(draft)
    order = order_post(draft, line.house.account, actor=line.house.publisher, at=LATER)
    assert order.next_try_at == LATER + HOUR
    draft.refresh_from_db()
    schedule_draft(draft, actor=line.house.publisher, scheduled_at=LATER + 3 * HOUR, at=LATER)
    order.refresh_from_db()
    assert order.status == "stopped"
    with pytest.raises(Refused):  # the check of now is too old by then
        order_post(draft, line.house.account, actor=line.house.publisher, at=LATER)


def test_an_edited_draft_does_not_go_out(line: Line) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        order = line.order()
        edit_draft(order.draft, actor=line.house.author, body="改过的正文，没有人签署。", at=LATER)
        assert (line.send(order).status, receiver.posts) == ("stopped", {})


def test_a_publisher_who_lost_the_right_sends_nothing(line: Line) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        order = line.order()
        line.house.publisher.is_active = False
        line.house.publisher.save()
        assert (line.send(order).status, receiver.posts) == ("stopped", {})


def test_an_order_is_called_back_until_something_was_sent(line: Line) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        order = line.order()
        with pytest.raises(NotAllowed):
            call_back(order, actor=line.house.author, at=LATER)
        call_back(order, actor=line.house.publisher, at=LATER)
        assert (line.send(order).status, receiver.posts) == ("stopped", {})
        again = order_post(order.draft, line.house.account, actor=line.house.publisher, at=LATER)
        receiver.fail("POST", "500")
        line.send(again)
        with pytest.raises(WrongState):
            call_back(again, actor=line.house.publisher, at=LATER)


def test_what_an_interface_published_it_takes_down_with_the_withdrawal(line: Line) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        line.send(line.order())
        publication = Publication.objects.get()
        moment = LATER + timedelta(hours=1)
        agreed(
            "publication_withdraw", actor=line.house.publisher, target=publication, by=line.house.manager, at=moment
        )
        withdraw_publication(publication, actor=line.house.publisher, reason="价格写错", at=moment)
        order = Dispatch.objects.get(action="withdraw")
        receiver.fail("DELETE", "500")
        line.send(order, moment)
        assert (order.status, len(receiver.posts)) == ("waiting", 1)
        line.send(order, order.next_try_at)
        assert (order.status, receiver.posts) == ("sent", {})


def test_the_database_itself_holds_a_second_post_back(line: Line) -> None:
    line.connect("webhook", ADDRESS, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    order = line.order()
    with pytest.raises(IntegrityError), transaction.atomic():
        Dispatch.objects.create(
            action="publish", draft=order.draft, version=order.version, account=order.account,
            connection=order.connection, asked_by=order.asked_by, asked_at=NOW, not_before=NOW, next_try_at=NOW,
        )  # fmt: skip


def test_the_pages_show_what_is_on_its_way_and_never_the_token(line: Line, client: Client) -> None:
    line.connect("webhook", ADDRESS, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    order = line.order()
    client.force_login(line.house.publisher)
    page = client.get(reverse("content:dispatch_list"))
    assert order.draft.title in page.content.decode()
    assert WEBHOOK_KEY not in page.content.decode()
    kit = client.get(reverse("content:publish_kit", args=[order.draft_id]))
    assert kit.status_code == 200
    client.force_login(line.house.manager)
    page = client.get(reverse("content:connection_edit", args=[line.house.account.handle]))
    assert page.status_code == 200
    assert WEBHOOK_KEY not in page.content.decode()

"""Kill, limit, silence and rubbish: whatever the other side does, every post appears exactly once (R-040)."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import requests
from mastodon_mock.testing.server import MockServer

from accounts.public import Token
from content.connectors.connecting import open_connector
from content.connectors.models import Connection, Dispatch
from content.connectors.outcomes import Posted
from content.connectors.rules import LEASE, WAITS
from content.connectors.sending import claim, send_waiting
from content.connectors.tests.conftest import LATER, SECOND, Line, impatient
from content.connectors.tests.receivers import (
    WEBHOOK_KEY,
    WEBHOOK_KEY_NAME,
    WebhookHandler,
    WordPressHandler,
    receiving,
)
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from governance.public import LedgerEntry, Refused

STATUSES = "/api/v1/statuses"


@contextmanager
def failing(server: MockServer, count: int | None = None, **effect: Any) -> Iterator[None]:
    """Posting fails so often, by the faults that the mock brings."""
    rule = {"match": {"methods": ["POST"], "path": STATUSES}, "effect": effect, "count": count}
    faults = f"{server.base_url}/api/v1/_mock/faults"
    requests.post(faults, json=rule, timeout=5).raise_for_status()
    yield
    requests.delete(faults, timeout=5)


def texts(server: MockServer) -> list[str]:
    """What stands on the account, by asking the platform itself."""
    session = requests.Session()
    session.headers["Authorization"] = "Bearer alice_token"
    me = session.get(f"{server.base_url}/api/v1/accounts/verify_credentials", timeout=5).json()["id"]
    rows = session.get(f"{server.base_url}/api/v1/accounts/{me}/statuses", timeout=5).json()
    return [row["content"] for row in rows]


def ordered(line: Line, server: MockServer, **content: Any) -> Dispatch:
    line.connect("mastodon", server.base_url, "alice", "alice_token")
    return line.order(**content)


def test_a_post_goes_out_and_its_record_holds_the_sealed_text(line: Line, mastodon: MockServer) -> None:
    order = line.send(ordered(line, mastodon))
    publication = Publication.objects.get(draft=order.draft)
    assert (order.status, publication.text_matches, publication.publisher) == ("sent", True, line.house.publisher)
    assert publication.external_id == order.external_id
    assert publication.url == order.url != ""
    assert publication.sha256 == order.version.sha256
    (text,) = texts(mastodon)
    assert "我们的新品" in text
    assert order.draft.__class__.objects.get(pk=order.draft_id).status == "published"


def test_the_token_is_written_down_before_each_use(line: Line, mastodon: MockServer) -> None:
    order = line.send(ordered(line, mastodon))
    (entry,) = LedgerEntry.objects.filter(event="credential.used")
    assert entry.payload == {"number": 1, "for": "dispatch", "record": order.pk}
    assert entry.actor_id == line.house.publisher.pk
    assert "alice_token" not in str(entry.payload)


def test_a_limit_is_waited_for_as_long_as_the_platform_says(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)
    with failing(mastodon, 1, type="ratelimit"):
        line.send(order)
    assert (order.status, order.next_try_at, order.maybe_out) == ("waiting", LATER + timedelta(seconds=300), False)
    line.send(order, LATER + timedelta(seconds=299))
    assert texts(mastodon) == []
    line.send(order, LATER + timedelta(seconds=300))
    assert order.status == "sent"
    assert len(texts(mastodon)) == 1


@pytest.mark.parametrize("fault", [{"type": "malformed"}, {"type": "timeout"}, {"type": "status", "status": 503}])
def test_an_answer_that_never_came_or_made_no_sense_leaves_one_post(
    line: Line, mastodon: MockServer, fault: dict[str, Any]
) -> None:
    order = ordered(line, mastodon)
    with failing(mastodon, 1, **fault):
        line.send(order)
    assert (order.status, order.maybe_out, order.failures) == ("waiting", True, 1)
    line.send(order, order.next_try_at)
    assert order.status == "sent"
    assert len(texts(mastodon)) == 1


def test_a_post_that_stands_though_its_answer_was_lost_is_found_and_not_sent_again(
    line: Line, mastodon: MockServer
) -> None:
    order = ordered(line, mastodon)
    with pytest.raises(KeyboardInterrupt):
        send_waiting(LATER, opener=killed_after_posting)
    order.refresh_from_db()
    assert (order.status, order.maybe_out, len(texts(mastodon))) == ("waiting", True, 1)
    assert send_waiting(LATER + LEASE - SECOND) == 0, "the lease of the one that died still holds"
    # Mastodon forgets keys after an hour: the post is found by its text, without one.
    line.send(order, LATER + LEASE)
    assert order.status == "sent"
    assert len(texts(mastodon)) == 1
    assert Publication.objects.get(draft=order.draft).published_at == LATER


def test_a_worker_killed_before_it_sent_anything_loses_nothing(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)
    assert claim(LATER) == order
    assert claim(LATER) is None, "one at a time has it"
    line.send(order, LATER + LEASE)
    assert order.status == "sent"
    assert len(texts(mastodon)) == 1


def test_who_was_held_up_beyond_the_lease_writes_nothing_any_more(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)

    def slow(connection: Connection, token: Token, now: datetime) -> Any:
        connector = open_connector(connection, token, now)
        if now == LATER:
            send_waiting(LATER + LEASE)  # meanwhile somebody else took it over and was done
        return connector

    send_waiting(LATER, opener=slow)
    order.refresh_from_db()
    assert (order.status, order.tries, len(texts(mastodon))) == ("sent", 2, 1)
    assert Publication.objects.filter(draft=order.draft).count() == 1


def test_a_rejection_ends_it_and_the_publisher_is_told(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)
    with failing(mastodon, 1, status=422):
        line.send(order)
    assert (order.status, "422" in order.words) == ("rejected", True)
    assert line.house.publisher.notices.filter(template="dispatch.rejected").exists()


def test_after_the_last_try_somebody_must_look_and_nothing_goes_out_until_then(
    line: Line, mastodon: MockServer
) -> None:
    from content.connectors.outbox import order_post, settle

    order = ordered(line, mastodon)
    with failing(mastodon, status=500):
        moment = LATER
        for _wait in range(len(WAITS) + 1):
            line.send(order, moment)
            moment = order.next_try_at
    assert (order.status, texts(mastodon)) == ("unclear", [])
    for tried in (
        lambda: order_post(order.draft, line.house.account, actor=line.house.publisher, at=LATER),
        lambda: record_publication(
            order.draft, line.house.account, actor=line.house.publisher, url="https://v.douyin.com/1", at=LATER
        ),
    ):
        with pytest.raises(Refused):
            tried()
    settle(order, actor=line.house.publisher, note="平台上没有这条", at=LATER)
    order_post(order.draft, line.house.account, actor=line.house.publisher, at=LATER)


def killed_after_posting(connection: Connection, token: Token, now: datetime) -> Any:
    """The interface of every day, whose worker dies right after the post went out."""
    connector = open_connector(connection, token, now)
    publish = connector.publish

    def publish_and_die(post: Any, key: str) -> Posted:
        publish(post, "another key, as if an hour had passed")
        raise KeyboardInterrupt

    connector.publish = publish_and_die  # type: ignore[method-assign]
    return connector


@pytest.mark.parametrize("fault", ["429", "500", "hang", "lost", "garbage"])
@pytest.mark.parametrize("kind", ["wordpress", "webhook"])
def test_wordpress_and_webhook_show_every_post_once(line: Line, kind: str, fault: str) -> None:
    handler = WordPressHandler if kind == "wordpress" else WebhookHandler
    login, secret = ("editor", "word press app pass") if kind == "wordpress" else (WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    with receiving(handler) as receiver:
        line.connect(kind, receiver.address, login, secret)
        order = line.order()
        receiver.fail("POST", fault)
        line.send(order)
        assert order.status == "waiting"
        line.send(order, order.next_try_at)
        assert (order.status, len(receiver.posts)) == ("sent", 1)
        assert all(receiver.signatures)
    publication = Publication.objects.get(draft=order.draft)
    assert publication.text_matches is (True if kind == "wordpress" else None)


def test_a_slow_first_try_of_wordpress_that_arrives_after_all_is_the_one_that_stays(line: Line) -> None:
    with receiving(WordPressHandler) as receiver:
        line.connect("wordpress", receiver.address, "editor", "word press app pass")
        order = line.order()
        slug = f"g-{order.key}"
        receiver.posts["1"] = {
            "id": 1, "slug": slug, "link": f"http://127.0.0.1/{slug}", "title": {"raw": "t"}, "content": {"raw": "c"},
        }  # fmt: skip
        line.send(order)
        assert (order.status, order.external_id, list(receiver.posts)) == ("sent", "1", ["1"])


def test_no_redirect_is_followed(line: Line) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        order = line.order()
        receiver.fail("POST", "301")
        line.send(order)
        assert (order.status, "301" in order.words, len(receiver.asked)) == ("rejected", True, 1)


def test_the_worker_of_every_day_waits_as_the_rules_say(line: Line) -> None:
    assert impatient is not open_connector
    assert sum((*WAITS, LEASE), timedelta()) < timedelta(hours=1), "Mastodon remembers a key for an hour"

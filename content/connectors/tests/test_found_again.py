"""What an earlier try left open is found again, and never sent twice once its key is forgotten (R-040)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from mastodon_mock.testing.server import MockServer

from accounts.public import Token
from content.connectors.connecting import open_connector
from content.connectors.mastodon import NEWEST, Mastodon
from content.connectors.models import Connection
from content.connectors.outcomes import Unclear
from content.connectors.protocol import SealedPost
from content.connectors.sending import send_waiting
from content.connectors.tests.conftest import LATER, Line
from content.connectors.tests.test_every_post_once import failing, ordered, texts

HOUR = timedelta(hours=1)


class Shelf:
    """A caller that answers as an account on which these posts stand, newest first."""

    def __init__(self, *posts: dict[str, Any]) -> None:
        self.posts = posts

    def ask(self, method: str, path: str, *, params: dict[str, str] | None = None, **rest: Any) -> Any:
        if params is None:
            return Facts({"id": "1"})
        rows = [row for row in self.posts if int(row["id"]) < int(params.get("max_id", 10**9))]
        return Facts(rows[: int(params["limit"])])


class Facts:
    def __init__(self, facts: Any) -> None:
        self._facts = facts

    def facts(self) -> Any:
        return self._facts


def standing(number: int, text: str, moment: datetime = LATER) -> dict[str, Any]:
    return {"id": str(number), "created_at": moment.isoformat(), "content": f"<p>{text}</p>", "url": "https://a.b/1"}


def looked_for(text: str, *posts: dict[str, Any]) -> str | None:
    post = SealedPost("", "", "", text, ())
    found = Mastodon(Shelf(*posts)).find(post, "", since=LATER, known=set())  # type: ignore[arg-type]
    return found.external_id if found else None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("谢谢 @friend@example.social.", '谢谢 <a href="https://example.social/@friend">@<span>friend</span></a>.'),
        ("mail a@b.example", "mail a@b.example"),
    ],
)
def test_a_post_with_a_mention_is_found(text: str, shown: str) -> None:
    assert looked_for(text, standing(1, shown)) == "1"
    assert looked_for(f"别的 {text}", standing(1, shown)) is None


def test_a_post_below_many_newer_ones_is_found() -> None:
    newer = [standing(number, "评论") for number in range(3 * NEWEST, 1, -1)]
    assert looked_for("新品", *newer, standing(1, "新品")) == "1"
    assert looked_for("新品", *newer, standing(1, "新品", LATER - HOUR)) is None


def test_more_posts_than_can_be_read_leave_it_unclear() -> None:
    with pytest.raises(Unclear):
        looked_for("新品", *(standing(number, "评论") for number in range(12 * NEWEST, 0, -1)))


def overlooking(connection: Connection, token: Token, now: datetime) -> Any:
    """The interface of every day, on whose platform the post of before is not found."""
    connector = open_connector(connection, token, now)
    connector.find = lambda *args, **named: None  # type: ignore[method-assign]
    return connector


def dying(connection: Connection, token: Token, now: datetime) -> Any:
    """The interface of every day, whose worker dies right after the post went out."""
    connector = open_connector(connection, token, now)
    publish = connector.publish

    def publish_and_die(post: Any, key: str) -> Any:
        publish(post, key)
        raise KeyboardInterrupt

    connector.publish = publish_and_die  # type: ignore[method-assign]
    return connector


def test_an_hour_after_a_crash_what_is_not_found_is_not_sent_again(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)
    with pytest.raises(KeyboardInterrupt):
        send_waiting(LATER, opener=dying)
    line.send(order, LATER + HOUR, opener=overlooking)
    assert (order.status, len(texts(mastodon))) == ("unclear", 1)
    told = {notice.recipient for notice in order_notices(line, order.pk)}
    assert {line.house.publisher, line.house.manager} <= told


def order_notices(line: Line, pk: int) -> list[Any]:
    people = (line.house.publisher, line.house.manager)
    return [row for user in people for row in user.notices.filter(template="dispatch.unclear", object_id=pk)]


def test_within_the_hour_the_platform_itself_knows_the_key(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)
    with pytest.raises(KeyboardInterrupt):
        send_waiting(LATER, opener=dying)
    line.send(order, LATER + HOUR / 2, opener=overlooking)
    assert (order.status, len(texts(mastodon))) == ("sent", 1)


def test_a_long_wait_that_the_platform_asks_for_outlives_no_key(line: Line, mastodon: MockServer) -> None:
    order = ordered(line, mastodon)
    with failing(mastodon, 1, type="malformed"):
        line.send(order)
    with failing(mastodon, 1, status=429, type="status", headers={"Retry-After": "7200"}):
        line.send(order, order.next_try_at, opener=overlooking)
    line.send(order, LATER + 3 * HOUR, opener=overlooking)
    assert (order.status, texts(mastodon)) == ("unclear", [])

"""A post with pictures appears once, with what was signed, whatever fails between upload and post (R-040)."""

from __future__ import annotations

from typing import Any

import pytest
import requests
from mastodon_mock.testing.server import MockServer

from content.connectors.models import Dispatch
from content.connectors.rules import FILE_BYTES
from content.connectors.tests.conftest import Line
from content.connectors.tests.receivers import (
    WEBHOOK_KEY,
    WEBHOOK_KEY_NAME,
    WebhookHandler,
    WordPressHandler,
    receiving,
)
from content.connectors.tests.test_every_post_once import STATUSES
from content.media.models import MediaAsset
from content.publishing.models import Publication
from governance.public import Refused

UPLOADS = "/api/v2/media"


def pictured(line: Line, count: int = 1) -> Dispatch:
    """An order for a post with so many pictures, each of another colour."""
    colours = [(200, 30, 30), (30, 200, 30)][:count]
    pictures = [line.house.picture(colour=colour) for colour in colours]
    return line.order(assets=pictures)


def standing(server: MockServer) -> list[dict[str, Any]]:
    """What stands on the account, with its pictures, by asking the platform itself."""
    session = requests.Session()
    session.headers["Authorization"] = "Bearer alice_token"
    me = session.get(f"{server.base_url}/api/v1/accounts/verify_credentials", timeout=9).json()["id"]
    return list(session.get(f"{server.base_url}/api/v1/accounts/{me}/statuses", timeout=9).json())


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (UPLOADS, {"type": "ratelimit"}),
        (UPLOADS, {"type": "timeout"}),
        (UPLOADS, {"type": "malformed"}),
        (STATUSES, {"type": "ratelimit"}),
        (STATUSES, {"type": "timeout"}),
        (STATUSES, {"type": "malformed"}),
        (STATUSES, {"type": "status", "status": 503}),
    ],
)
def test_mastodon_shows_the_post_once_with_its_picture(
    line: Line,
    mastodon: MockServer,
    path: str,
    fault: dict[str, Any],
) -> None:
    line.connect("mastodon", mastodon.base_url, "alice", "alice_token")
    order = pictured(line)
    rule: Any = {"match": {"methods": ["POST"], "path": path}, "effect": fault, "count": 1}
    requests.post(f"{mastodon.base_url}/api/v1/_mock/faults", json=rule, timeout=9).raise_for_status()
    line.send(order)
    assert order.status == "waiting"
    requests.delete(f"{mastodon.base_url}/api/v1/_mock/faults", timeout=9)
    line.send(order, order.next_try_at)
    assert order.status == "sent"
    (post,) = standing(mastodon)
    assert len(post["media_attachments"]) == 1
    assert Publication.objects.get(draft=order.draft).text_matches is True


@pytest.mark.parametrize(
    ("path", "fault"),
    [("media", fault) for fault in ("429", "500", "hang", "lost", "garbage")]
    + [("posts", fault) for fault in ("429", "lost", "garbage")],
)
def test_wordpress_keeps_each_picture_once_and_features_the_first(line: Line, path: str, fault: str) -> None:
    with receiving(WordPressHandler) as receiver:
        line.connect("wordpress", receiver.address, "editor", "word press app pass")
        order = pictured(line, 2)
        receiver.fail("POST", fault, path)
        line.send(order)
        assert order.status == "waiting"
        line.send(order, order.next_try_at)
        assert (order.status, len(receiver.posts), len(receiver.files)) == ("sent", 1, 2)
        (post,) = receiver.posts.values()
        first, second = sorted(receiver.files.values(), key=lambda row: row["slug"])
    signed = [row["sha256"] for row in order.version.sealed["media"]]
    assert [first["sha256"], second["sha256"]] == signed
    assert post["featured_media"] == first["id"]
    assert second["source_url"] in post["content"]["raw"]
    assert Publication.objects.get(draft=order.draft).text_matches is True


@pytest.mark.parametrize("fault", ["", "429", "hang", "lost", "garbage"])
def test_the_signed_body_of_the_webhook_names_the_hash_of_each_file(line: Line, fault: str) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        order = pictured(line)
        if fault:
            receiver.fail("POST", fault)
            line.send(order)
            assert order.status == "waiting"
            line.send(order, order.next_try_at)
        else:
            line.send(order)
        assert (order.status, len(receiver.posts), all(receiver.signatures)) == ("sent", 1, True)
        (file,) = receiver.files.values()
    assert (file["right"], file["sha256"]) == (True, order.version.sealed["media"][0]["sha256"])


def test_a_file_that_is_not_the_signed_one_ends_the_order_unsent(line: Line) -> None:
    with receiving(WebhookHandler) as receiver:
        line.connect("webhook", receiver.address, WEBHOOK_KEY_NAME, WEBHOOK_KEY)
        order = pictured(line)
        asset = order.draft.asset_rows.get().asset
        with asset.file.storage.open(str(asset.file.name), "wb") as file:
            file.write(b"something else")
        line.send(order)
        assert (order.status, receiver.posts, receiver.files) == ("rejected", {}, {})


def test_a_file_that_the_interface_does_not_take_is_refused_before_anything_is_sent(line: Line) -> None:
    line.connect("webhook", "http://127.0.0.1:9", WEBHOOK_KEY_NAME, WEBHOOK_KEY)
    picture = line.house.picture()
    MediaAsset.objects.filter(pk=picture.pk).update(size=FILE_BYTES + 1)
    with pytest.raises(Refused):
        line.order(assets=[picture])
    assert not Dispatch.objects.exists()

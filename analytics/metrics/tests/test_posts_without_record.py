"""Posts that exports showed: matched with a publication, or explained by somebody who may (R-040)."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from analytics.conftest import NOW, Office
from analytics.metrics.matching import by_title_and_time, match_posts
from analytics.metrics.models import PlatformPost
from analytics.metrics.services import explain_post, explain_posts, match_post
from governance.public import Denial, NoteRequired, Refused, WrongState, history_of

DAY = date(2026, 5, 20)


class Found:
    """Publications as the content floor would give them."""

    def __init__(self, *rows: Any) -> None:
        self.rows = rows

    def __call__(self, account_ids: Any, **_span: Any) -> Found:
        return self

    def exists(self) -> bool:
        return bool(self.rows)

    def filter(self, pk: int) -> Found:
        return Found(*(row for row in self.rows if row[0] == pk))

    def values_list(self, *_names: str) -> list[Any]:
        return [(*row, "")[:4] for row in self.rows]


@pytest.fixture
def publications(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Let the content floor hold these publications."""

    def hold(*rows: Any) -> None:
        monkeypatch.setattr("analytics.metrics.matching.publications_of", Found(*rows))
        monkeypatch.setattr("analytics.metrics.services.publications_of", Found(*rows))

    return hold


def test_a_post_is_explained_once_and_in_words(office: Office) -> None:
    post = office.post(office.weibo, DAY, "older")
    with pytest.raises(NoteRequired):
        explain_post(post, "  ", actor=office.analyst, at=NOW)
    explain_post(post, "before this system", actor=office.analyst, at=NOW)
    post.refresh_from_db()
    assert (post.status, post.decided_by) == ("explained", office.analyst)
    assert history_of("platform_post", post.pk)[0].event == "post.explained"
    with pytest.raises(WrongState):
        explain_post(post, "again", actor=office.analyst, at=NOW)


def test_who_may_not_import_does_not_decide(office: Office) -> None:
    post = office.post(office.weibo, DAY, "older")
    for role in ("manager", "agent", "auditor", "stranger"):
        with pytest.raises(Denial):
            explain_post(post, "words", actor=getattr(office, role), at=NOW)
    assert PlatformPost.objects.unregistered().count() == 1


def test_many_are_explained_one_by_one(office: Office) -> None:
    posts = [office.post(office.weibo, DAY, title) for title in ("a", "b")]
    explain_post(posts[0], "x", actor=office.analyst, at=NOW)
    passed, failed = explain_posts(posts, "same reason", actor=office.analyst, at=NOW)
    assert (passed, len(failed)) == (1, 1)


def test_a_post_is_matched_only_with_a_publication_of_its_account(office: Office, publications: Any) -> None:
    post = office.post(office.weibo, DAY, "ours")
    publications((7, "ours", NOW))
    with pytest.raises(Refused):
        match_post(post, 8, actor=office.analyst, at=NOW)
    match_post(post, 7, actor=office.analyst, at=NOW)
    post.refresh_from_db()
    assert (post.status, post.publication_id) == ("matched", 7)


def test_a_title_matches_in_any_dress_when_time_agrees(office: Office, publications: Any) -> None:
    post = office.post(office.weibo, DAY, "𝗕𝗼𝗹𝗱 ｔｉｔｌｅ")
    at = datetime(2026, 5, 20, 5, tzinfo=UTC)
    publications((7, "Bold title", at), (8, "Bold title", at + timedelta(days=9)))
    assert by_title_and_time(office.weibo.pk, [post]) == {post.pk: 7}
    publications((7, "Bold title", at), (8, "bold  TITLE", at))
    assert by_title_and_time(office.weibo.pk, [post]) == {}


def test_waiting_posts_are_matched_by_number_and_address(
    office: Office, publications: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = office.post(office.weibo, DAY, "ours")
    publications((7, "another title", NOW))
    row = type("Row", (), {"pk": 7})()
    monkeypatch.setattr("analytics.metrics.matching.match_publications", lambda _account, _ids, urls: {urls[0]: row})
    assert match_posts(office.weibo.pk, at=NOW) == 1
    post.refresh_from_db()
    assert (post.status, post.publication_id) == ("matched", 7)


def test_the_list_shows_waiting_posts_and_takes_one_reason_for_many(office: Office, client: Client) -> None:
    posts = [office.post(office.weibo, DAY, title) for title in ("one", "two", "three")]
    client.force_login(office.analyst)
    page = client.get(reverse("analytics:unregistered")).content.decode()
    assert all(post.title in page for post in posts)
    ticked = {"post": [posts[0].pk, posts[1].pk], "explanation": "before this system"}
    client.post(reverse("analytics:unregistered_explain"), ticked)
    assert PlatformPost.objects.unregistered().get() == posts[2]
    assert (
        "before this system" in client.get(reverse("analytics:unregistered"), {"status": "explained"}).content.decode()
    )
    assert client.get(reverse("analytics:post_detail", args=[posts[2].pk])).status_code == 200
    client.post(reverse("analytics:post_explain", args=[posts[2].pk]), {"explanation": "relay"})
    assert not PlatformPost.objects.unregistered().exists()


def test_pages_of_posts_keep_to_rights(office: Office, client: Client) -> None:
    post = office.post(office.weibo, DAY, "secret plan")
    detail, match = (reverse(f"analytics:{name}", args=[post.pk]) for name in ("post_detail", "post_match"))
    client.force_login(office.manager)
    assert client.get(detail).status_code == 200
    assert client.post(match, {"publication": "1"}).status_code == 403
    assert client.post(reverse("analytics:unregistered_explain"), {"post": [post.pk]}).status_code == 403
    client.force_login(office.stranger)
    assert client.get(detail).status_code == 404
    assert client.post(match, {"publication": "1"}).status_code == 404
    assert client.get(reverse("analytics:unregistered")).status_code == 403


NOON = datetime(2026, 5, 20, 5, tzinfo=UTC)


def test_what_somebody_decided_meanwhile_stays(
    office: Office, publications: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    post = office.post(office.weibo, DAY, "ours")
    publications((7, "ours", NOON))

    def decide(*_args: Any) -> dict[int, int]:
        explain_post(post, "a relay", actor=office.analyst, at=NOW)
        return {post.pk: 7}

    monkeypatch.setattr("analytics.metrics.matching._matchers", [decide])
    assert match_posts(office.weibo.pk, at=NOW) == 0
    post.refresh_from_db()
    assert (post.status, post.explanation, post.decided_by) == ("explained", "a relay", office.analyst)


def test_what_the_sweep_matches_stands_in_the_ledger(office: Office, publications: Any) -> None:
    post = office.post(office.weibo, DAY, "ours")
    publications((7, "ours", NOON))
    assert match_posts(office.weibo.pk, at=NOW) == 1
    entry = history_of("platform_account", office.weibo.pk, 1)[0]
    assert (entry.event, entry.payload) == ("posts.matched", {"posts": [[post.pk, 7]]})


def test_two_posts_with_one_title_wait_for_somebody(office: Office, publications: Any) -> None:
    posts = [office.post(office.weibo, DAY, title) for title in ("Same title", "same title")]
    publications((7, "Same title", NOON))
    assert match_posts(office.weibo.pk, at=NOW) == 0
    match_post(posts[0], 7, actor=office.analyst, at=NOW)
    assert match_posts(office.weibo.pk, at=NOW) == 0
    assert PlatformPost.objects.unregistered().get() == posts[1]


def test_a_publication_is_given_to_one_post_only(office: Office, publications: Any) -> None:
    posts = [office.post(office.weibo, DAY, title) for title in ("one", "two")]
    publications((7, "one", NOON))
    match_post(posts[0], 7, actor=office.analyst, at=NOW)
    with pytest.raises(Refused, match=r"Another post|另一条"):
        match_post(posts[1], 7, actor=office.analyst, at=NOW)


def test_a_title_never_matches_against_another_number(office: Office, publications: Any) -> None:
    post = office.post(office.weibo, DAY, "ours")
    post.external_id = "P1"
    publications((7, "ours", NOON, "P2"))
    assert by_title_and_time(office.weibo.pk, [post]) == {}
    publications((7, "ours", NOON, "P1"))
    assert by_title_and_time(office.weibo.pk, [post]) == {post.pk: 7}


@pytest.mark.parametrize("digits", [30, 5000])
def test_numbers_of_any_length_are_answered_politely(office: Office, client: Client, digits: int) -> None:
    post = office.post(office.weibo, DAY, "ours")
    client.force_login(office.analyst)
    answer = client.post(reverse("analytics:post_match", args=[post.pk]), {"publication": "9" * digits})
    assert answer.status_code == 302
    ticked = {"post": ["9" * digits], "explanation": "why"}
    assert client.post(reverse("analytics:unregistered_explain"), ticked).status_code == 302
    assert PlatformPost.objects.unregistered().count() == 1

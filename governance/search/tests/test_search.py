"""Finding text, the same on both databases."""

from __future__ import annotations

from datetime import date

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

from accounts.public import PlatformAccount
from governance.search import registry
from governance.search.models import SearchText
from governance.search.registry import Hit, register_searcher
from governance.search.rules import normal, segments
from governance.search.services import forget_texts, index_text, index_texts, search, search_ids

pytestmark = pytest.mark.django_db


@pytest.fixture
def accounts() -> list[PlatformAccount]:
    return [
        PlatformAccount.objects.create(handle=handle, platform="weibo", name_zh=handle, name_en=handle)
        for handle in ("one", "two")
    ]


@pytest.fixture(autouse=True)
def _texts(accounts) -> None:
    one, two = (account.pk for account in accounts)
    index_texts(
        [
            ("message", 1, one, "你好，我想申请退款，客服一直不回复！"),
            ("message", 2, one, "Please send me the refund; your customer service is slow."),
            ("message", 3, two, "客服态度很好，iPhone手机已经收到"),
            ("message", 4, two, "The CUSTOMER came, the service did not. Café １２３"),
            ("draft", 1, one, "退款须知"),
            ("message", 5, one, "!!! ——"),
        ]
    )


@pytest.mark.parametrize(
    ("query", "ids"),
    [
        ("退款", [1]),
        ("客服", [3, 1]),
        ("申请退款", [1]),
        ("款申", []),
        ("退", [1]),
        ("复", [1]),
        ("退款 客服", [1]),
        ("手机", [3]),
        ("iphone手机", [3]),
        ("手机iphone", []),
        ("refund", [2]),
        ("REFUND", [2]),
        ("refu", []),
        ('"customer service"', [2]),
        ("customer service", [4, 2]),
        ("cafe", [4]),
        ("café", [4]),
        ("123", [4]),
        ("１２３", [4]),
        ("退款 refund", []),
        ("", []),
        ("！？", []),
    ],
)
def test_words_are_found_in_both_languages(query: str, ids: list[int]) -> None:
    assert search_ids("message", query) == ids


SIGNS = ['"', "'", '" OR 1=1 --', "a* NEAR(b)", "%", "_", "退*", "NOT", "AND OR", "\x00", "(", "words:x"]


@pytest.mark.parametrize("query", SIGNS)
def test_signs_of_the_search_language_are_only_signs(query: str) -> None:
    assert isinstance(search("message", query), list)


def test_only_the_given_accounts_are_searched(accounts) -> None:
    assert search_ids("message", "客服", {accounts[0].pk}) == [1]
    assert search_ids("message", "客服", set()) == []


def test_several_kinds_are_searched_at_once() -> None:
    assert set(search(["message", "draft"], "退款")) == {("message", 1), ("draft", 1)}


def test_a_new_text_replaces_the_old_one(accounts) -> None:
    index_text("message", 1, accounts[0].pk, "换货")
    assert search_ids("message", "退款") == []
    assert search_ids("message", "换货") == [1]
    assert SearchText.objects.filter(kind="message", object_id=1).count() == 1


def test_what_is_forgotten_is_found_no_more() -> None:
    forget_texts("message", [1])
    assert search_ids("message", "退款") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM governance_searchtext_words WHERE words LIKE '%%退款%%'")
            assert cursor.fetchone()[0] == 1  # the draft alone


def test_the_newest_come_first_and_no_more_than_asked(accounts) -> None:
    index_texts([("note", number, accounts[0].pk, "同一句话") for number in range(40)])
    assert search_ids("note", "一句", limit=3) == [39, 38, 37]


def test_a_very_long_text_is_cut_not_refused(accounts) -> None:
    index_text("note", 1, accounts[0].pk, "很长" * 50_000)
    assert search_ids("note", "很长") == [1]


def test_text_is_split_into_runs_of_one_script() -> None:
    assert segments("iPhone15手机 ok") == ["iphone15", "手机", "ok"]
    assert normal("，。") == ""


@pytest.fixture
def client(db, monkeypatch: pytest.MonkeyPatch) -> Client:
    monkeypatch.setattr(registry, "_searchers", {})
    person = get_user_model().objects.create_user("lin", password="a long one for tests", language="en")
    client = Client()
    client.force_login(person)
    return client


def test_the_search_page_shows_what_each_room_found(client) -> None:
    register_searcher("thing", lambda user, query, limit: [Hit(f"about {query}", "/there/")])
    text = client.get("/search/", {"q": "退款"}).content.decode()
    assert "about 退款" in text
    assert 'href="/there/"' in text


def test_the_index_shows_nothing_of_accounts_that_one_may_not_see(client) -> None:
    register_searcher("platform_account")
    index_text("platform_account", 1, PlatformAccount.objects.get(handle="one").pk, "退款")
    assert "Nothing was found" in client.get("/search/", {"q": "退款"}).content.decode()


def test_an_empty_search_says_what_to_do(client) -> None:
    assert "Type a word" in client.get("/search/").content.decode()


def test_a_hit_tells_its_account_and_day(client) -> None:
    account = PlatformAccount.objects.get(handle="one")
    register_searcher("thing", lambda user, query, limit: [Hit("春季护肤", "/there/", "", account, date(2025, 3, 3))])
    text = client.get("/search/", {"q": "护肤"}).content.decode()
    assert "<span>one</span>" in text
    assert "2025-03-03" in text


@pytest.fixture
def reader(db) -> Client:
    """Somebody who searches what the rooms really registered."""
    client = Client()
    client.force_login(get_user_model().objects.create_user("lin", language="en"))
    return client


@pytest.mark.parametrize("query", ["K-4.3.1a", "k-4.3.1A"])
def test_a_clause_is_found_by_its_number(reader, first_rows, query: str) -> None:
    text = reader.get("/search/", {"q": query}).content.decode()
    assert "#K-4.3.1a" in text, "whoever may not see the board is led to the rule book"


def test_people_are_found_by_name_as_long_as_they_work_here(reader) -> None:
    people = get_user_model().objects
    there = people.create_user("wu", display_name="吴静怡")
    gone = people.create_user("wu_gone", display_name="吴静怡", is_active=False)
    text = reader.get("/search/", {"q": "吴静怡"}).content.decode()
    assert f"/people/{there.pk}/" in text
    assert f"/people/{gone.pk}/" not in text

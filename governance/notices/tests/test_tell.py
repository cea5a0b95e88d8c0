"""People are told once, see their own notices only, and read them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.test import Client
from django.utils import translation

from accounts.public import User
from governance.notices.address import open_address
from governance.notices.models import Delivery, Notice, Subscription
from governance.notices.services import badge, mark_all_read, mark_read, subscribe, tell, unread_count
from governance.notices.templates import in_words, templates
from governance.refusals.exceptions import NotAllowed, Refused

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)


def user(name: str, email: str = "") -> User:
    return User.objects.create(username=name, display_name=name.title(), email=email)


def tell_year(people: list[User], key: str = "k") -> int:
    return tell(people, "calendar.year_missing", params={"year": 2027}, key=key, at=NOW)


def test_the_same_key_tells_each_person_once() -> None:
    alice, bob = user("alice"), user("bob")
    assert tell_year([alice, alice]) == 1
    assert tell_year([alice, bob]) == 1
    assert Notice.objects.count() == 2


def test_telling_takes_two_statements_for_any_number(django_assert_max_num_queries) -> None:
    people = [user(f"u{n}", f"u{n}@example.com") for n in range(50)]
    with django_assert_max_num_queries(4):  # with the two of the savepoint
        tell_year(people)
    assert Delivery.objects.count() == 50


def test_a_template_that_nobody_registered_is_a_mistake() -> None:
    with pytest.raises(LookupError):
        tell([user("alice")], "nobody.knows", key="k")


def test_mail_goes_out_unless_switched_off_and_chat_only_if_on() -> None:
    alice = user("alice", "a@example.com")
    bob = user("bob", "b@example.com")
    user("carol")
    subscribe(bob, "mail", is_on=False, actor=bob)
    subscribe(bob, "feishu", is_on=True, address="token-1", actor=bob)
    tell_year([alice, bob, User.objects.get(username="carol")])
    rows = set(Delivery.objects.values_list("recipient__username", "channel"))
    assert rows == {("alice", "mail"), ("bob", "feishu")}


def test_a_token_is_sealed_and_bound_to_its_person() -> None:
    bob = user("bob")
    row = subscribe(bob, "feishu", is_on=True, address="very-secret", actor=bob)
    assert "very-secret" not in row.address
    assert open_address(bob.pk, "feishu", row.address) == "very-secret"
    assert open_address(bob.pk + 1, "feishu", row.address) is None


def test_a_chat_channel_without_token_and_anothers_channel_are_refused() -> None:
    bob = user("bob")
    with pytest.raises(Refused, match=r"token|令牌"):
        subscribe(bob, "slack", is_on=True, actor=bob)
    with pytest.raises(NotAllowed):
        subscribe(bob, "mail", is_on=False, actor=user("eve"))


def test_unread_is_counted_in_one_query_and_capped(django_assert_num_queries) -> None:
    alice = user("alice")
    for number in range(120):
        tell_year([alice], f"k{number}")
    with django_assert_num_queries(1):
        assert unread_count(alice) == 100
    assert badge(alice) == "99+"
    assert mark_all_read(actor=alice, at=NOW) == 120
    assert badge(alice) == ""


def test_nobody_reads_the_notice_of_somebody_else() -> None:
    alice = user("alice")
    tell_year([alice])
    with pytest.raises(NotAllowed):
        mark_read(Notice.objects.get().pk, actor=user("eve"))


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_template_says_something_in_both_languages(language: str) -> None:
    alice = user("alice")
    params = {"deadline": 1, "purpose": "reply", "percent": 80, "due": "2026-09-21 05:00:00", "owner": "Alice"}
    with translation.override(language):
        for code in templates():
            tell([alice], code, params=params, key=code, at=NOW)
        for message in in_words(Notice.objects.all(), language):
            assert message.subject
            assert message.sentence
            assert "{" not in message.subject + message.sentence


def test_the_list_shows_my_notices_and_marks_them(client: Client) -> None:
    alice, eve = user("alice"), user("eve")
    tell_year([alice])
    client.force_login(alice)
    notice = Notice.objects.get()
    page = client.get("/notices/")
    assert page.status_code == 200
    assert "2027" in page.content.decode()
    assert client.get("/notices/?show=unread&before=999999").status_code == 200
    assert client.post(f"/notices/{notice.pk}/read/").status_code == 302
    notice.refresh_from_db()
    assert notice.read_at is not None
    client.force_login(eve)
    assert "2027" not in client.get("/notices/").content.decode()
    assert client.post(f"/notices/{notice.pk}/read/").status_code == 404
    assert client.get(f"/notices/{notice.pk}/").status_code == 404


def test_opening_a_notice_leads_to_its_record_and_reads_it(client: Client) -> None:
    alice = user("alice")
    tell_year([alice])
    client.force_login(alice)
    notice = Notice.objects.get()
    assert client.get(f"/notices/{notice.pk}/")["Location"] == "/notices/"
    notice.refresh_from_db()
    assert notice.read_at is not None


def test_mark_all_read_needs_a_post(client: Client) -> None:
    alice = user("alice")
    tell_year([alice])
    client.force_login(alice)
    assert client.get("/notices/read/").status_code == 405
    assert client.post("/notices/read/").status_code == 302
    assert unread_count(alice) == 0


def test_channels_are_chosen_on_their_page(client: Client) -> None:
    alice = user("alice", "a@example.com")
    client.force_login(alice)
    assert client.get("/notices/channels/").status_code == 200
    assert client.post("/notices/channels/", {"slack_on": "on"}).status_code == 422
    assert Subscription.objects.count() == 0  # all of them or none
    answer = client.post("/notices/channels/", {"feishu_on": "on", "feishu_address": "abc"})
    assert answer.status_code == 302
    assert set(Subscription.objects.values_list("channel", "is_on")) == {("mail", False), ("feishu", True)}
    assert "abc" not in client.get("/notices/channels/").content.decode()

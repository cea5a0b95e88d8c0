"""Hostile texts through the forms that people use: stored as they are, or a sentence; never an error page."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from content.conftest import House
from content.drafts.models import Draft
from interactions.complaints.models import Complaint
from interactions.inbox.models import Message, Reply
from interactions.inbox.receiving import Incoming, receive_message

pytestmark = pytest.mark.django_db

TEXTS = {
    "families of emoji": "👩‍👩‍👦‍👦" * 12 + "🏴‍☠️🇫🇷",
    "a direction turned": "rechnung\u202etxt.exe",
    "Arabic": "عرض جديد 2026",
    "no width": "pa\u200bss\ufeffwort",
    "two forms of a letter": "Zoe\u0301 / Zoé",
    "piled accents": "Q" + "".join(chr(0x300 + number % 80) for number in range(400)),
    "NUL and escapes": "x\x00y\x1b[2Jz\x08",
    "half a character": "\ud83d",
    "a forged log line": "fine\n2026-02-02 INFO user=admin logged in\r\n",
    "a forged header": "Hello\r\nBcc: everybody@example.com",
    "templates": "{{ request.user.password }} {% load static %} ${3*3} {0.__init__}",
    "markup": '"><img src=q onerror=alert(2)><svg/onload=alert(3)> javascript:alert(4) <a href="data:text/html,x">',
    "SQL": "' OR 'a'='a' --  %_' ; DELETE FROM content_draft; -- \\",
    "a long run": "b" * 60_000 + "?",
    "a path": "..\\..//etc/shadow/nul.jpg",
    "a million characters": "好" * 1_000_000,
}
each_text = pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS.keys())
# What a browser would send for half a character: it cannot, so a script sends its bytes.
ANSWERED = (200, 302, 400, 422)


def body_of(data: dict[str, str]) -> dict[str, Any]:
    """A form as bytes, so that half characters travel too."""
    pairs = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
    return {"data": urlencode(pairs), "content_type": "application/x-www-form-urlencoded"}


@pytest.fixture
def author(house: House) -> Client:
    client = Client()
    client.force_login(house.author)
    return client


@pytest.fixture
def agent(house: House) -> Client:
    from accounts.public import User
    from governance.public import grant_role

    person = User.objects.create_user("agent", superior=house.manager)
    grant_role(person, "agent", accounts=[house.account], actor=None)
    client = Client()
    client.force_login(person)
    return client


def a_draft(house: House, **over: str) -> dict[str, str]:
    start = timezone.localtime()
    return {
        "account": str(house.account.pk), "urgent_reason": "heute", "title": "新品", "body": "正文", "medium": "text",
        "content_type": "product_intro", "hashtags": "新品", "window_start": start.strftime("%Y-%m-%dT%H:%M"),
        "window_end": (start + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M"), **over,
    }  # fmt: skip


def shown_unescaped(page: bytes) -> bool:
    return b"<img src=q" in page or b"<svg/onload" in page or (b"{{ request.user" in page and b"pbkdf2" in page)


@each_text
def test_a_new_draft_keeps_the_text_or_says_why_not(house: House, author: Client, text: str) -> None:
    for field in ("title", "body", "hashtags", "urgent_reason"):
        before = Draft.objects.count()
        answer = author.post(reverse("content:draft_new"), **body_of(a_draft(house, **{field: text})))
        assert answer.status_code in ANSWERED, field
        assert not shown_unescaped(answer.content)
        if answer.status_code == 302:
            page = author.get(answer.headers["Location"])
            assert page.status_code == 200, field
            assert not shown_unescaped(page.content)
        else:
            assert Draft.objects.count() == before


@each_text
def test_an_edit_keeps_the_text_or_says_why_not(house: House, author: Client, text: str) -> None:
    draft = house.draft()
    data = a_draft(house, body=text, version=str(draft.lock_version))
    answer = author.post(reverse("content:draft_edit", args=[draft.pk]), **body_of(data))
    assert answer.status_code in ANSWERED
    assert not shown_unescaped(author.get(draft.get_absolute_url()).content)


@each_text
def test_a_reply_is_taken_or_refused_with_the_text_still_there(house: House, agent: Client, text: str) -> None:
    now = timezone.now()
    said = Incoming("comment", "h-1", "u-1", "小明", "在吗", now - timedelta(minutes=5))
    message = receive_message(house.account, said, actor=None, at=now)
    address = reverse("interactions:message_step", args=[message.pk, "reply"])
    answer = agent.post(address, **body_of({"reply-text": text, "reply-version": str(message.lock_version)}))
    assert answer.status_code in ANSWERED
    assert not shown_unescaped(answer.content)
    assert Reply.objects.exists() == (answer.status_code == 302)
    assert agent.get(reverse("interactions:message_detail", args=[message.pk])).status_code == 200


@each_text
def test_strangers_words_reach_the_page_as_words(house: House, agent: Client, text: str) -> None:
    data = {
        "account": str(house.account.pk), "channel": "comment", "author": text[:80], "text": text,
        "posted_at": timezone.localtime().strftime("%Y-%m-%dT%H:%M"),
    }  # fmt: skip
    answer = agent.post(reverse("interactions:message_new"), **body_of(data))
    assert answer.status_code in ANSWERED
    assert not shown_unescaped(answer.content)
    for message in Message.objects.all():
        page = agent.get(reverse("interactions:message_detail", args=[message.pk]))
        assert page.status_code == 200
        assert not shown_unescaped(page.content)


@each_text
def test_a_complaint_is_taken_or_refused(house: House, agent: Client, text: str) -> None:
    data = {"account": str(house.account.pk), "title": text[:100], "description": text}
    answer = agent.post(reverse("interactions:complaint_new"), **body_of(data))
    assert answer.status_code in ANSWERED
    assert not shown_unescaped(answer.content)
    assert Complaint.objects.exists() == (answer.status_code == 302)


@pytest.mark.parametrize(
    ("page", "fields"),
    [
        ("governance:ledger", ("event", "kind", "object_id", "person", "account", "since", "until", "before")),
        ("governance:search", ("q",)),
        ("governance:board", ("pack", "account", "person")),
        ("content:draft_list", ("q", "status", "account", "after")),
        ("content:calendar", ("date", "account", "view")),
        ("interactions:inbox", ("q", "account", "status", "after")),
        ("accounts:people", ("q",)),
    ],
)
def test_a_filter_answers_whatever_is_typed(house: House, page: str, fields: tuple[str, ...]) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(house.manager)
    for name, text in TEXTS.items():
        query = str(body_of(dict.fromkeys(fields, text[:2000]))["data"])
        answer = client.get(f"{reverse(page)}?{query}")
        assert answer.status_code in (200, 400), name
        assert not shown_unescaped(answer.content), name


def test_both_forms_of_a_letter_find_the_same_draft(house: House, author: Client) -> None:
    author.post(reverse("content:draft_new"), **body_of(a_draft(house, title="Cafe\u0301 neu")))
    page = author.get(reverse("governance:search"), {"q": "Caf\u00e9"})
    assert "neu" in page.content.decode()


def test_signs_of_a_pattern_are_letters_in_a_search(house: House) -> None:
    client = Client()
    client.force_login(house.manager)
    address = reverse("accounts:people")
    found = {text: client.get(address, {"q": text}).context["lines"] for text in ("auth", "a%r", "_")}
    assert [member.username for member, _roles in found["auth"]] == ["author"]
    assert found["a%r"] == []
    assert all("_" in member.username for member, _roles in found["_"])


def test_five_thousand_fields_are_refused(house: House, author: Client) -> None:
    fields = "&".join(f"g{number}=0" for number in range(5000))
    answer = author.post(reverse("content:draft_new"), data=fields, content_type="application/x-www-form-urlencoded")
    assert answer.status_code == 400
    assert not Draft.objects.exists()


@pytest.mark.parametrize("name", ["content:draft_new", "content:lint", "governance:preferences", "account_login"])
@pytest.mark.parametrize(
    "payload", ["[" * 100_000 + "]" * 100_000, json.dumps({"t": "x"})[:-1] + ', "u": "\\ud83d"}'], ids=["deep", "half"]
)
def test_json_where_a_form_is_expected_breaks_nothing(author: Client, name: str, payload: str) -> None:
    answer = author.post(reverse(name), data=payload, content_type="application/json")
    assert answer.status_code < 500
    assert not Draft.objects.exists()

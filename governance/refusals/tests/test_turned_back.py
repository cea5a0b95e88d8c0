"""A form that is turned back to its page: the page says why, and keeps the words that were typed, once."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.sessions.backends.db import SessionStore
from django.test import Client, RequestFactory
from django.urls import reverse

from accounts.public import Department, PlatformAccount, User
from governance.board.models import Attestation
from governance.policies.models import PackBinding
from governance.policies.rules import END_REASON_LIMIT
from governance.public import bind_pack, grant_role, render_refused
from governance.refusals.tests.test_carrying_out import NameForm, refuse

pytestmark = pytest.mark.django_db
TOO_LONG = "一" * (END_REASON_LIMIT + 1)


@pytest.fixture
def manager(first_rows: None, client: Client) -> User:
    """Somebody who manages rule books, logged in."""
    person = User.objects.create_user("manager", department=Department.objects.create(code="d", name_zh="部"))
    account = PlatformAccount.objects.create(handle="one", platform="weibo", name_zh="一", status="active")
    bind_pack("self_media", account=account, actor=None)
    grant_role(person, "manager", accounts=[account], actor=None)
    client.force_login(person)
    return person


def unbound(client: Client, reason: str) -> Any:
    binding = PackBinding.objects.get()
    return client.post(reverse("governance:policy_unbind", args=[binding.pk]), {"reason": reason}, follow=True)


def test_a_reason_that_is_too_long_is_refused_whole_and_stands_on_the_next_page_once(
    manager: User, client: Client
) -> None:
    answer = unbound(client, TOO_LONG)
    assert PackBinding.objects.get().ends_on is None
    assert TOO_LONG in answer.content.decode()
    assert TOO_LONG not in client.get(answer.redirect_chain[-1][0]).content.decode()


def test_a_form_without_words_is_refused_with_its_sentence_alone(manager: User, client: Client) -> None:
    answer = unbound(client, " ")
    assert [str(row.tags) for row in answer.context["messages"]] == ["error"]
    assert not answer.context.get("kept")


def test_a_word_by_hand_is_stored_whole_or_refused(manager: User, client: Client) -> None:
    address = reverse("governance:board_attest", args=["R-001"])
    answer = client.post(address, {"statement": "看过了" * 2000}, follow=True)
    assert not Attestation.objects.exists()
    assert "看过了" * 2000 in answer.content.decode()
    client.post(address, {"statement": "看过了"})
    assert Attestation.objects.get().statement == "看过了"


def test_kept_words_outlive_an_answer_that_is_drawn_twice(manager: User) -> None:
    request = RequestFactory().post("/")
    request.session, request.user = SessionStore(), manager
    request.session["put_aside"] = {"sentences": ["不行"], "typed": [["理由", "先前写下的话"]]}
    form = NameForm({"name": "另一段话"})
    form.carried_out(refuse)
    page = render_refused(request, "base.html", {}, form).content.decode()
    assert "先前写下的话" in page
    assert "另一段话" in page


def test_a_word_that_stands_elsewhere_on_the_page_is_kept_all_the_same(manager: User) -> None:
    request = RequestFactory().post("/")
    request.session, request.user = SessionStore(), manager
    form = NameForm({"name": "发布"})
    form.carried_out(refuse)
    page = render_refused(request, "base.html", {}, form)
    assert "<bdi>发布</bdi>" in page.content.decode()


def test_a_reason_that_is_too_long_says_so_and_not_that_it_is_missing(manager: User, client: Client) -> None:
    address = reverse("governance:board_accept", args=["R-001"])
    answer = client.post(address, {"reason": "一" * 5000, "expires_on": "2100-01-01"}, follow=True)
    assert "4000" in answer.content.decode() or "4,000" in answer.content.decode()

"""The frame, the sign-in pages and the error pages."""

from __future__ import annotations

import re

import pytest
from django.contrib.auth import get_user_model
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse
from django.utils import translation

from governance.face import banners

ERRORS = ("400", "403", "403_csrf", "404", "405", "409", "429", "500")
SIGN_IN = (
    "account_logout", "account_change_password", "account_reauthenticate", "mfa_index", "mfa_activate_totp",
    "mfa_add_webauthn", "mfa_list_webauthn",
)  # fmt: skip


@pytest.fixture
def client(db) -> Client:
    person = get_user_model().objects.create_user("lin", password="a long one for tests", language="en")
    client = Client()
    client.force_login(person)
    client.post("/auth/reauthenticate/", {"password": "a long one for tests"})
    return client


@pytest.mark.parametrize("page", ERRORS)
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_error_page_stands_without_a_request_and_leads_on(page: str, language: str) -> None:
    with translation.override(language):
        text = render_to_string(f"{page}.html")
    assert 'href="/"' in text
    assert len(re.findall(r"<p>", text)) >= 2


def test_an_unknown_address_is_answered_in_the_frame_of_the_site(client, settings) -> None:
    answer = client.get("/nowhere/at/all/")
    assert answer.status_code == 404
    assert 'class="sheet' in answer.content.decode()


def test_a_wrong_method_is_answered_with_words(client) -> None:
    answer = client.post("/")
    assert answer.status_code == 405
    assert answer.headers["Allow"] == "GET"
    assert 'class="sheet' in answer.content.decode()


def test_a_form_from_elsewhere_is_refused_with_words(db) -> None:
    answer = Client(enforce_csrf_checks=True).post("/i18n/language/", {"language": "en"})
    assert answer.status_code == 403
    assert 'class="sheet' in answer.content.decode()


@pytest.mark.parametrize("name", SIGN_IN)
def test_pages_of_the_sign_in_wear_our_frame_and_no_inline_code(client, name: str) -> None:
    answer = client.get(reverse(name), follow=True)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert "css/tokens.css" in text
    inline = re.findall(r"<script(?![^>]*\bsrc=)([^>]*)>", text)
    assert all('type="application/json"' in attributes for attributes in inline), inline
    assert not re.search(r"\sstyle=|\son\w+=", text)


def test_recovery_codes_wear_our_frame(client) -> None:
    answer = client.get(reverse("mfa_view_recovery_codes"), follow=True)
    assert answer.status_code in (200, 404)


def test_the_theme_of_the_cookie_is_in_the_first_byte_of_the_page(client) -> None:
    client.cookies["theme"] = "dark"
    assert 'data-theme="dark"' in client.get("/").content.decode()
    client.cookies["theme"] = '"><script>'
    assert "data-theme" not in client.get("/").content.decode()[:200]


def test_navigation_shows_only_rooms_that_exist_and_may_be_entered(client) -> None:
    text = client.get("/").content.decode()
    assert 'href="/" aria-current="page"' in text
    assert 'href="/ledger/"' not in text


def test_shortcuts_rest_where_the_person_wants_none(client) -> None:
    assert "js/keys.js" in client.get("/").content.decode()
    get_user_model().objects.update(shortcuts_enabled=False)
    assert "js/keys.js" not in client.get("/").content.decode()


def test_a_banner_stands_on_every_page(client, monkeypatch) -> None:
    monkeypatch.setattr(banners, "_tellers", {})
    banners.register_banner("crisis", lambda user: banners.Banner("All posts are suspended.", "/crisis/", "Why"))
    assert "All posts are suspended." in client.get("/").content.decode()
    assert "All posts are suspended." in client.get("/settings/").content.decode()


def test_the_frame_costs_few_statements(client, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(6):
        client.get("/settings/")

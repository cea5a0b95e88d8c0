"""My settings and the language switch."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from governance.ledger.models import LedgerEntry
from governance.preferences.services import save_preferences
from governance.refusals.exceptions import NotAllowed

GOOD = {"language": "en", "time_zone": "Europe/Berlin", "quiet_from": "22:00", "quiet_to": "07:00"}


@pytest.fixture
def person(db):
    return get_user_model().objects.create_user("lin", password="a long one for tests")


@pytest.fixture
def client(person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def test_settings_are_saved_with_one_ledger_entry(client, person) -> None:
    assert client.post("/settings/", GOOD).status_code == 302
    person.refresh_from_db()
    assert (person.language, person.time_zone, person.shortcuts_enabled) == ("en", "Europe/Berlin", False)
    entry = LedgerEntry.objects.get(event="settings.changed")
    assert "language" in entry.payload["fields"]


def test_one_quiet_time_alone_is_refused_and_what_was_typed_stays(client) -> None:
    answer = client.post("/settings/", GOOD | {"quiet_to": ""})
    assert answer.status_code == 422
    assert 'value="22:00"' in answer.content.decode()


def test_an_unknown_zone_is_refused(client, person) -> None:
    assert client.post("/settings/", GOOD | {"time_zone": "Mars/Olympus"}).status_code == 422


def test_nobody_sets_the_settings_of_somebody_else(person) -> None:
    other = get_user_model().objects.create_user("wang", password="a long one for tests")
    with pytest.raises(NotAllowed):
        save_preferences(person, {"language": "en"}, actor=other)


def test_the_switch_in_the_header_changes_the_language_for_good(client, person) -> None:
    answer = client.post("/i18n/language/", {"language": "en", "next": "/settings/"})
    assert answer.headers["Location"] == "/settings/"
    person.refresh_from_db()
    assert person.language == "en"
    assert 'lang="en"' in client.get("/settings/").content.decode()


def test_the_switch_needs_a_post(client) -> None:
    assert client.get("/i18n/language/").status_code == 405


def test_the_switch_leads_nowhere_else(client) -> None:
    answer = client.post("/i18n/language/", {"language": "en", "next": "https://elsewhere.example/"})
    assert answer.headers["Location"] == "/"


def test_an_unknown_language_is_refused(client) -> None:
    assert client.post("/i18n/language/", {"language": "tlh"}).status_code == 400


def test_pages_are_chinese_whatever_the_browser_would_like(db) -> None:
    text = Client(headers={"accept-language": "en-US"}).get("/auth/login/").content.decode()
    assert '<html lang="zh-Hans"' in text


def test_somebody_without_a_session_can_choose_too(db) -> None:
    client = Client()
    client.post("/i18n/language/", {"language": "en", "next": "/auth/login/"})
    assert '<html lang="en"' in client.get("/auth/login/").content.decode()

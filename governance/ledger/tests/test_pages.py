"""The pages of the ledger: filters by name, entries in words."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from governance.access.grants import grant_role
from governance.ledger.models import LedgerEntry
from governance.ledger.services import record, seal

pytestmark = pytest.mark.django_db


@pytest.fixture
def client(roles: None) -> Client:
    auditor = get_user_model().objects.create_user("audit", display_name="严守正", language="en")
    grant_role(auditor, "auditor", actor=None, at=datetime(2025, 3, 1, tzinfo=UTC))
    reader = Client()
    reader.force_login(auditor)
    return reader


def shown(client: Client, query: str) -> list[str]:
    return [line.entry.event for line in client.get(f"/ledger/{query}").context["lines"]]


def test_the_filters_are_chosen_by_name(client: Client) -> None:
    text = client.get("/ledger/").content.decode()
    assert "严守正 (audit)" in text or ">严守正<" in text
    assert '<option value="role.granted">' in text
    assert '<option value="user">' in text


def test_days_narrow_the_list_both_included(client: Client) -> None:
    for day in (3, 4, 5):
        record(f"day.{day}", actor=None, kind="user", object_id=1, at=datetime(2025, 3, day, 4, tzinfo=UTC))
    assert shown(client, "?since=2025-03-04&until=2025-03-05") == ["day.5", "day.4"]
    assert shown(client, "?event=day&until=2025-03-03") == ["day.3"]


@pytest.mark.parametrize("query", ["?event=no.such", "?kind=nothing", "?person=nobody", "?account=nowhere"])
def test_an_unknown_value_finds_nothing(client: Client, query: str) -> None:
    assert shown(client, query) == []


def test_an_entry_names_the_role_that_was_granted(client: Client) -> None:
    text = client.get("/ledger/?event=role.granted").content.decode()
    assert "role: <bdi>Auditor</bdi>" in text


def test_an_entry_names_fields_states_and_people_in_words(client: Client) -> None:
    person = LedgerEntry.objects.get(event="role.granted").object_id
    payload = {"fields": ["display_name", "no_such_field"], "deputy": person, "odd": {"a": 1}}
    entry = record("person.changed", actor=None, kind="user", object_id=person, payload=payload)
    moved = record("leave.agreed", actor=None, kind="leave", object_id=1, payload={"from": "asked", "to": "unheard"})
    details = {row.code: row.text for row in client.get(f"/ledger/{entry.pk}/").context["line"].details}
    assert details["fields"].endswith(", no_such_field")
    assert not details["fields"].startswith("display_name")
    assert "严守正" in details["deputy"]
    assert {row.code: row.text for row in client.get(f"/ledger/{moved.pk}/").context["line"].details}[
        "to"
    ] == "unheard"


def test_the_page_of_an_entry_shows_its_seal(client: Client) -> None:
    entry = record("test.happened", actor=None, kind="user", object_id=1)
    assert "Not sealed yet" in client.get(f"/ledger/{entry.pk}/").content.decode()
    seal()
    entry.refresh_from_db()
    assert entry.seal.hash in client.get(f"/ledger/{entry.pk}/").content.decode()

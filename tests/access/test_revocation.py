"""What is taken away is gone at the very next request of an open session."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts.public import PlatformAccount, User
from governance.public import revoke_role
from tests.access.world import World

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> PlatformAccount:
    return PlatformAccount.objects.get(handle="home")


def open_session(world: World, role: str) -> Client:
    client = Client()
    client.force_login(world.people[role])
    return client


def test_a_right_on_an_account(world: World, home: PlatformAccount) -> None:
    client = open_session(world, "publisher")
    address = reverse("content:publish_kit", args=world.home["approved"])
    assert client.get(address).status_code == 200
    revoke_role(world.people["publisher"], "publisher", accounts=[home], actor=world.people["admin"])
    assert client.get(address).status_code == 404
    assert client.get(reverse("content:media_new")).status_code == 403
    assert client.post(reverse("content:publish_schedule", args=world.home["approved"])).status_code == 404


def test_an_author_keeps_sight_of_what_they_wrote_and_no_more(world: World, home: PlatformAccount) -> None:
    client = open_session(world, "author")
    revoke_role(world.people["author"], "author", accounts=[home], actor=world.people["admin"])
    assert client.get(reverse("content:draft_new")).status_code == 403
    assert client.post(reverse("content:draft_edit", args=world.home["draft"]), {"title": "x"}).status_code == 403
    assert client.get(reverse("content:publication_detail", args=world.home["publication"])).status_code == 404


def test_a_company_wide_role(world: World) -> None:
    client = open_session(world, "auditor")
    assert client.get(reverse("governance:ledger")).status_code == 200
    revoke_role(world.people["auditor"], "auditor", actor=world.people["admin"])
    assert client.get(reverse("governance:ledger")).status_code == 403
    assert client.get(reverse("content:draft_detail", args=world.home["draft"])).status_code == 404


def test_a_disabled_login(world: World) -> None:
    from accounts.public import leave_company

    client = open_session(world, "publisher")
    assert client.get(reverse("content:publish_list")).status_code == 200
    leave_company(User.objects.get(pk=world.people["publisher"].pk), actor=world.people["admin"])
    answer = client.get(reverse("content:publish_list"))
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))
    answer = client.post(
        reverse("content:publish_record", args=world.home["approved"]), {"url": "https://example.com"}
    )
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(reverse("account_login"))


def test_a_changed_password_ends_the_other_sessions(world: World) -> None:
    here, there = open_session(world, "agent"), open_session(world, "agent")
    person = User.objects.get(pk=world.people["agent"].pk)
    person.set_password("Another-long-one-7")
    person.save(update_fields=["password"])
    for client in (here, there):
        assert client.get(reverse("governance:today")).status_code == 302

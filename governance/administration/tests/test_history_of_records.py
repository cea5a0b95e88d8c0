"""The history of a record in the administration is there, and that of no record is not found."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.public import User

KINDS = ["user", "department", "platformaccount"]


@pytest.fixture
def client(db: None) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(User.objects.create_superuser("root"))
    return client


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("key", ["abc", "%00", "0", "9" * 30, "1_2F"])
def test_a_key_that_names_nothing_is_not_found(client: Client, kind: str, key: str) -> None:
    assert client.get(f"/admin/accounts/{kind}/{key}/history/").status_code in (400, 404)
    assert client.get(f"/admin/accounts/{kind}/{key}/history/1/").status_code in (400, 404)


def test_the_history_of_a_record_is_shown_and_a_version_that_is_none_is_not_found(client: Client) -> None:
    root = User.objects.get()
    page = f"/admin/accounts/user/{root.pk}/history/"
    assert client.get(page).status_code == 200
    assert client.get(f"{page}{root.history.latest().pk}/").status_code == 200
    for number in ("abc", "0", "9" * 30, "%00"):
        assert client.get(f"{page}{number}/").status_code in (400, 404)

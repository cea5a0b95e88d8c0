"""Too many wrong passwords are refused to whoever tries them, and to nobody else."""

from __future__ import annotations

from typing import Any

import pytest
from django.conf import settings as site
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accounts.people.models import User

pytestmark = pytest.mark.django_db
PASSWORD = "quite a long pass phrase 9"


@pytest.fixture(autouse=True)
def _behind_one_proxy(settings: Any) -> None:
    User.objects.create_user("lin", password=PASSWORD)
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1


def log_in(address: str, password: str = "wrong", name: str = "lin") -> Client:
    client = Client(headers={"X-Forwarded-For": address})
    client.post(reverse("account_login"), {"login": name, "password": password})
    return client


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def test_counts_are_kept_for_all_processes() -> None:
    assert "locmem" not in str(site.CACHES["default"]["BACKEND"])
    cache.set("asked", 1, 60)
    assert cache.get("asked") == 1


def test_wrong_passwords_from_elsewhere_keep_nobody_out() -> None:
    for _number in range(14):
        log_in("198.51.100.7")
    assert inside(log_in("192.0.2.1", PASSWORD))
    assert not inside(log_in("198.51.100.7", PASSWORD))


def test_an_address_that_a_visitor_made_up_counts_for_nothing() -> None:
    for number in range(6):
        log_in(f"10.0.0.{number}, 198.51.100.7")
    assert not inside(log_in("10.0.0.99, 198.51.100.7", PASSWORD))


def test_an_office_behind_one_address_logs_in_together() -> None:
    for number in range(40):
        User.objects.create_user(f"colleague{number}", password=PASSWORD)
    assert all(inside(log_in("192.0.2.1", PASSWORD, f"colleague{number}")) for number in range(40))

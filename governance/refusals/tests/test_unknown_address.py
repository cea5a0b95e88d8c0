"""An unknown address gets the page of the site, in a trial run too."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("debug", [True, False])
@pytest.mark.parametrize("address", ["/no/such/page/", "/ledger/999999999/"])
def test_an_unknown_address_is_told_in_the_readers_language(settings: Any, debug: bool, address: str) -> None:
    settings.DEBUG = debug
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("root", language="zh-hans"))
    answer = client.get(address)
    assert answer.status_code == 404
    assert "DEBUG = True" not in answer.content.decode()
    assert "这里没有" in answer.content.decode()

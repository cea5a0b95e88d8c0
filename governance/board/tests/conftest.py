"""The board's tests use the rule books' company."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from governance.policies.tests.conftest import books, make_account, make_user

__all__ = ["books", "enter", "make_account", "make_user"]
Make = Callable[..., Any]


@pytest.fixture
def enter(make_user: Make) -> Callable[..., Client]:
    """A client logged in as somebody with a role."""

    def go(name: str, role: str = "", *accounts: Any) -> Client:
        client = Client()
        client.force_login(make_user(name, role, *accounts))
        return client

    return go

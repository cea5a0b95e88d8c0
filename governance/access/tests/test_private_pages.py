"""No page is kept by a browser or a proxy, unless its view says for how long."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.http import HttpResponse
from django.test import Client, RequestFactory

from governance.access.middleware import PrivatePagesMiddleware


@pytest.mark.parametrize("path", ["/", "/settings/", "/auth/login/", "/nowhere/", "/people/"])
def test_pages_are_not_to_be_kept(db: None, path: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_user("lin"))
    assert "no-store" in client.get(path).headers["Cache-Control"]


def test_a_view_that_says_how_long_is_heard() -> None:
    kept = HttpResponse(headers={"Cache-Control": "private, max-age=60"})
    answer = PrivatePagesMiddleware(lambda request: kept)(RequestFactory().get("/"))
    assert answer.headers["Cache-Control"] == "private, max-age=60"

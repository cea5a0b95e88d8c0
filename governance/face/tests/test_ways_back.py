"""A form leads back to a page of this site, whatever was sent as its address."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

STRANGE = [
    "foo",
    "",
    "//evil.example/",
    "https://evil.example/",
    "javascript:alert(1)",
    "mailto:x",
    "\\\\evil",
    "/\\evil",
]


@pytest.mark.parametrize("path", STRANGE)
def test_the_language_switch_leads_home_from_a_strange_address(db: None, path: str) -> None:
    answer = Client().post("/i18n/language/", {"language": "en", "next": path})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/")


@pytest.mark.parametrize("path", STRANGE)
def test_a_kept_filter_leads_home_from_a_strange_address(db: None, path: str) -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_user("lin"))
    answer = client.post("/filters/save/", {"page": "drafts", "name": "mine", "query": "q=1", "path": path})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/?q=1")


def test_a_path_of_this_site_is_led_back_to(db: None) -> None:
    answer = Client().post("/i18n/language/", {"language": "en", "next": "/drafts/?q=1"})
    assert answer.headers["Location"] == "/drafts/?q=1"

"""The character NUL in any address, query or form is answered politely: PostgreSQL takes it in no text."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.urls.exceptions import NoReverseMatch

from accounts.public import User

pytestmark = pytest.mark.django_db
POLITE = (302, 400, 401, 403, 404, 405)
FIELDS = (
    "q", "page", "name", "query", "path", "statement", "conclusion", "explanation", "reason", "note", "text", "after",
    "format", "language", "status", "state", "account", "card", "tab", "metric", "message", "next", "before",
)  # fmt: skip
VALUES = (1, "1", "weibo-main", "R-001", "D-1.2", "douyin", "x")


def addresses() -> list[str]:
    """Every address of the site's own pages, its arguments filled with something plausible."""
    found = set()

    def walk(resolver: URLResolver, above: str) -> None:
        for entry in resolver.url_patterns:
            if isinstance(entry, URLResolver):
                if entry.app_name not in ("admin",):
                    walk(entry, f"{above}{entry.namespace}:" if entry.namespace else above)
            elif isinstance(entry, URLPattern) and entry.name:
                names = list(entry.pattern.converters)
                for value in VALUES:
                    try:
                        found.add(reverse(f"{above}{entry.name}", kwargs=dict.fromkeys(names, value)))
                        break
                    except NoReverseMatch:
                        continue

    walk(get_resolver(), "")
    return sorted(found)


def test_no_page_falls_over_a_nul_in_its_query_or_its_form(first_rows: None) -> None:
    root = User.objects.create_superuser("root")
    client = Client(raise_request_exception=False)
    client.force_login(root)
    known = addresses()
    assert len(known) > 100
    sent = dict.fromkeys(FIELDS, "a\x00b")
    refused = 0
    for address in known:
        if address.startswith(("/static/", "/auth/logout")):
            continue
        for method in ("get", "post"):
            status = getattr(client, method)(address, sent).status_code
            assert status in POLITE, (method, address, status)
            refused += status == 400
    assert refused > 100


def test_a_nul_in_the_address_itself_is_refused(client: Client, first_rows: None) -> None:
    client.force_login(User.objects.create_superuser("root"))
    for address in ("/accounts/we%00ibo/", "/policies/dou%00yin/", "/board/requirements/R-%00/"):
        assert client.get(address).status_code in (400, 404), address


def test_what_is_sent_without_a_nul_is_read_as_before(client: Client, first_rows: None) -> None:
    client.force_login(User.objects.create_superuser("root"))
    assert client.get("/media/", {"q": "新品"}).status_code == 200
    sent = {"page": "inbox", "name": "mine", "query": "owner=me", "path": "/inbox/"}
    assert client.post("/filters/save/", sent).status_code == 302

"""Every address x every role x every method (reliability: nobody reaches what is not theirs)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from governance.policies.books import forget as forget_books
from tests.access.table import ROLE_CODES, ROWS, Roles, Row
from tests.access.world import World, counts, fingerprints

pytestmark = pytest.mark.django_db

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# A page that was asked for, a redirect to where it leads, or a form that came back with a sentence.
LET_IN = (200, 302, 409, 422)


def addresses(resolver: URLResolver, space: str = "") -> Iterator[str]:
    """The full names of all addresses; Django admin and allauth stand under rules of their own."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield f"{space}{entry.name}"
        elif entry.app_name != "admin" and str(entry.pattern) != "auth/":
            yield from addresses(entry, f"{space}{entry.namespace}:" if entry.namespace else space)


def test_every_address_stands_in_the_table_and_the_table_names_no_other() -> None:
    assert set(addresses(get_resolver())) == {row.name for row in ROWS}


def test_every_role_stands_in_the_table() -> None:
    from governance.public import ROLES

    assert set(ROLE_CODES) == {*(role.code for role in ROLES), "stranger"}


def send(world: World, role: str, method: str, address: str, row: Row) -> Any:
    """One request of one person; what it changes where it is let in is undone."""
    client = world.clients[role]
    with transaction.atomic():
        before = transaction.savepoint()
        response = client.post(address, row.data) if method == "POST" else client.generic(method, address)
        if response.status_code in LET_IN and role != "anonymous":
            transaction.savepoint_rollback(before)
            forget_books()
    return response


def asked_to_log_in(response: HttpResponse) -> bool:
    """The login page, and afterwards back to where one wanted to go."""
    return response.status_code == 302 and response.headers["Location"].startswith(reverse(settings.LOGIN_URL))


def expected(role: str, allowed: Roles | None, knows: Roles) -> str:
    """What the contract says, in one word."""
    if allowed is None:
        return "405"
    if role in allowed:
        return "let in"
    return "403" if role in knows else "404"


def got(response: HttpResponse) -> str:
    """What was answered, in the same words."""
    return "let in" if response.status_code in LET_IN else str(response.status_code)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title)
def test_row(row: Row, world: World) -> None:
    """All roles and all methods on one address: at home, and on the sister record of another account."""
    faults: list[str] = []
    before = counts()
    places = [(reverse(row.name, args=world.home[row.args] if row.args else ()), row.get, row.post, row.knows)]
    if row.far is not None:
        get, post = (roles if roles is None else roles & row.far for roles in (row.get, row.post))
        places.append((reverse(row.name, args=world.far[row.args]), get, post, row.far))
    for address, get, post, knows in places:
        for method in METHODS:
            allowed = {"GET": get, "POST": post}.get(method)
            for role in ROLE_CODES:
                if role in (allowed or ()) and row.tried is not None and role not in row.tried:
                    continue
                answer, wanted = got(send(world, role, method, address, row)), expected(role, allowed, knows)
                if answer != wanted:
                    faults.append(f"{method} {address} as {role}: {answer}, not {wanted}")
            unknown = send(world, "anonymous", method, address, row)
            if not row.open and not asked_to_log_in(unknown):
                faults.append(f"{method} {address} without login: {unknown.status_code}, not the login page")
    assert faults == []
    assert counts() == before


@pytest.mark.parametrize("row", [row for row in ROWS if row.post is not None], ids=lambda row: row.title)
def test_a_form_from_elsewhere_is_refused(row: Row, world: World) -> None:
    """Without the token of the page nobody's form is taken, whatever their rights."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["manager"].cookies
    answer = client.post(reverse(row.name, args=world.home[row.args] if row.args else ()), row.data)
    assert answer.status_code == 403


def test_after_all_refusals_every_table_holds_what_it_held(world: World) -> None:
    """Column by column; what people who were let in changed was undone at once."""
    assert {name for name, print_ in fingerprints().items() if world.prints[name] != print_} == set()

"""Every address x every role x every method (reliability: nobody reaches what is not theirs)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import transaction
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve, reverse

from governance.policies.books import forget as forget_books
from tests.access.rows import ROLE_CODES, Roles, Row
from tests.access.table import ROWS
from tests.access.tables import counts
from tests.access.world import World

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
# A page that was asked for, a redirect to where it leads, or a form that came back with a sentence.
LET_IN = (200, 302, 409, 422)


def send(world: World, role: str, method: str, address: str, row: Row) -> Any:
    """One request of one person; what it changes where it is let in is undone."""
    client = world.clients[role]
    with transaction.atomic():
        before = transaction.savepoint()
        response = client.post(address, row.data) if method == "POST" else client.generic(method, address)
        if response.status_code in LET_IN and role != "anonymous":
            transaction.savepoint_rollback(before)
            if method != "GET":  # what a page read of the rule books is as true afterwards
                forget_books()
    return response


def ask_view(world: World, role: str, method: str, address: str) -> str:
    """What the view itself answers this person, without the way there: enough where nobody may use the method."""
    found = resolve(address)
    request = RequestFactory().generic(method, address)
    request.user = world.people[role]
    return got(found.func(request, *found.args, **found.kwargs))


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


def sender_of(row: Row, method: str) -> str:
    """The person who tries a method that the address does not know: another one for every address and method."""
    return ROLE_CODES[(ROWS.index(row) + METHODS.index(method)) % len(ROLE_CODES)]


def check_row(row: Row, world: World) -> None:
    """All roles and all methods on one address: at home, and on the sister record of another account.

    Where the table lets nobody use a method, the view must say 405 to every role before it looks at anything else,
    and one role and nobody in particular go the whole way through the middlewares.
    """
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
                if allowed is None and (answer := ask_view(world, role, method, address)) != "405":
                    faults.append(f"{method} {address} as {role}: {answer} from the view, not 405")
                if allowed is None and role != sender_of(row, method):
                    continue
                answer, wanted = got(send(world, role, method, address, row)), expected(role, allowed, knows)
                if answer != wanted:
                    faults.append(f"{method} {address} as {role}: {answer}, not {wanted}")
            unknown = send(world, "anonymous", method, address, row)
            if not row.open and not asked_to_log_in(unknown):
                faults.append(f"{method} {address} without login: {unknown.status_code}, not the login page")
    assert faults == []
    assert counts() == before


def check_form_from_elsewhere(row: Row, world: World) -> None:
    """Without the token of the page nobody's form is taken, whatever their rights."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["manager"].cookies
    answer = client.post(reverse(row.name, args=world.home[row.args] if row.args else ()), row.data)
    assert answer.status_code == 403

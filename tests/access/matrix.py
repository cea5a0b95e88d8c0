"""Every address x every role x every method (reliability: nobody reaches what is not theirs)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponse
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


def ask_view(world: World, role: str, method: str, address: str, row: Row) -> str:
    """What the view itself answers this person, without the way there; in a word, as `expected`.

    Empty where it asks for what only the whole way brings, a session or a message.
    """
    found, factory = resolve(address), RequestFactory()
    request = factory.post(address, row.data) if method == "POST" else factory.generic(method, address)
    request.user = world.people[role]
    try:
        with transaction.atomic():
            return got(found.func(request, *found.args, **found.kwargs))
    except PermissionDenied:
        return "403"
    except Http404:
        return "404"
    except AttributeError:
        return ""


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
    """The person who goes the whole way to a refusal: another one for every address and method."""
    return ROLE_CODES[(ROWS.index(row) + METHODS.index(method)) % len(ROLE_CODES)]


def check_row(row: Row, world: World) -> None:
    """All roles and all methods on one address: at home, and on the sister record of another account.

    Who is let in goes the whole way through the middlewares. Who is not hears it from the view already (405 before it
    looks at anything else), and for every method one of them, and nobody in particular, goes the whole way as well. On
    PostgreSQL those alone are asked of whom is refused: the same code refuses the others there.
    """
    faults: list[str] = []
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
                wanted, answer = expected(role, allowed, knows), ""
                if wanted != "let in" and settings.DATABASE_URL and role != sender_of(row, method):
                    continue
                if wanted != "let in" and (answer := ask_view(world, role, method, address, row)) not in ("", wanted):
                    faults.append(f"{method} {address} as {role}: {answer} from the view, not {wanted}")
                if answer and role != sender_of(row, method):
                    continue
                answer = got(send(world, role, method, address, row))
                if answer != wanted:
                    faults.append(f"{method} {address} as {role}: {answer}, not {wanted}")
            unknown = send(world, "anonymous", method, address, row)
            if not row.open and not asked_to_log_in(unknown):
                faults.append(f"{method} {address} without login: {unknown.status_code}, not the login page")
    assert faults == []
    assert counts() == world.counts


def check_form_from_elsewhere(row: Row, world: World) -> None:
    """Without the token of the page nobody's form is taken, whatever their rights."""
    client = Client(enforce_csrf_checks=True)
    client.cookies = world.clients["manager"].cookies
    answer = client.post(reverse(row.name, args=world.home[row.args] if row.args else ()), row.data)
    assert answer.status_code == 403

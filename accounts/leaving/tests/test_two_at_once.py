"""Two who leave at once: of the last two who hold a right one stays, and nobody is let go twice."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.leaving.models import Departure
from accounts.leaving.services import leave_company
from accounts.models import User
from governance.public import Refused, grant_role

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres, pytest.mark.usefixtures("first_rows")]


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What each of them came to, begun together."""
    barrier, ends = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait()
            deed()
            ends.append("done")
        except Refused:
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ends)


def test_of_the_last_two_administrators_one_stays() -> None:
    first, second = (User.objects.create_user(name) for name in ("first", "second"))
    for person in (first, second):
        grant_role(person, "admin", actor=None)
    fresh = {row.username: row for row in User.objects.all()}
    ends = at_once(
        lambda: leave_company(first, actor=fresh["second"]), lambda: leave_company(second, actor=fresh["first"])
    )
    assert ends == ["done", "refused"]
    assert User.objects.filter(is_active=True).count() == 1


def test_one_person_is_let_go_once() -> None:
    admin, anna = (User.objects.create_user(name) for name in ("admin", "anna"))
    grant_role(admin, "admin", actor=None)
    actors = [User.objects.get(pk=admin.pk) for _actor in range(2)]
    ends = at_once(*((lambda actor=actor: leave_company(anna, actor=actor)) for actor in actors))
    assert ends == ["done", "refused"]
    assert Departure.objects.count() == 1

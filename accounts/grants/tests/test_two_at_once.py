"""Two who act at the same moment: of the last two who manage people one stays, whichever way each one goes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.db import connection
from django.utils.translation import override

from accounts.grants.services import take_role
from accounts.leaving.services import leave_company
from accounts.models import User
from accounts.recertification.services import revoke_found
from governance.public import Denial, Grant, Refused, grant_role, holder_ids

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("first_rows")]


@pytest.fixture
def administrators() -> Iterator[tuple[User, User]]:
    with override("en"):
        people = [User.objects.create_user(name) for name in ("first", "second")]
        for person in people:
            grant_role(person, "admin", actor=None)
        yield User.objects.get(username="first"), User.objects.get(username="second")


def taken(person: User, by: User) -> object:
    return take_role(person, "admin", actor=User.objects.get(pk=by.pk), reason="Goes")


def left(person: User, by: User) -> object:
    return leave_company(User.objects.get(pk=person.pk), actor=User.objects.get(pk=by.pk))


def revoked(person: User, by: User) -> object:
    return revoke_found(Grant.objects.get(person=person), actor=User.objects.get(pk=by.pk), reason="Goes")


WAYS = {"taken": taken, "left": left, "revoked": revoked}


def at_once(*deeds: Callable[[], object]) -> list[str]:
    """What each of them came to, begun together."""
    barrier, ends = threading.Barrier(len(deeds)), []

    def run(deed: Callable[[], object]) -> None:
        try:
            barrier.wait()
            deed()
            ends.append("done")
        except (Refused, Denial):
            ends.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(deed,)) for deed in deeds]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(ends)


@pytest.mark.parametrize(
    ("one", "other"),
    [("taken", "taken"), ("taken", "left"), ("taken", "revoked"), ("left", "revoked"), ("revoked", "revoked")],
)
def test_of_the_last_two_who_send_each_other_away_one_stays(
    administrators: tuple[User, User], one: str, other: str
) -> None:
    first, second = administrators
    assert at_once(partial(WAYS[one], first, second), partial(WAYS[other], second, first)) == ["done", "refused"]
    assert len(holder_ids("governance.manage_people")) == 1

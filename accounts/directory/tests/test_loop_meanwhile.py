"""A superior changed by hand while the directory is brought in closes no loop (PostgreSQL)."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.directory.tests.files import ROWS, sync
from accounts.models import Department, User
from accounts.people.services import change_person
from governance.public import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def test_a_superior_changed_by_hand_during_a_run_waits_for_it_and_closes_no_loop(unit: Department, write: Any) -> None:
    sync(write(*ROWS))
    lin, wu = (User.objects.get(username=name) for name in ("lin", "wu"))
    assert (lin.superior, wu.superior and wu.superior.username) == (None, "chen")
    User.objects.filter(pk=wu.pk).update(superior=None)
    refused: list[Refused] = []

    def by_hand() -> None:
        try:
            change_person(User.objects.get(pk=wu.pk), actor=None, superior=User.objects.get(pk=lin.pk))
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    hand = threading.Thread(target=by_hand)
    with transaction.atomic():
        assert sync(write(ROWS[0].replace("市场部,,", "市场部,A3,"))).saved
        hand.start()
        time.sleep(0.7)
    hand.join(30)
    assert [refusal.field for refusal in refused] == ["superior"]
    lin.refresh_from_db()
    wu.refresh_from_db()
    assert (lin.superior, wu.superior) == (wu, None)

"""Two people at once: one begins a plan of a period, one decides it; the other is refused in words (PostgreSQL)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from content.conftest import NOW, House
from content.period_plans.models import PeriodPlan
from content.period_plans.services import approve_period_plan, return_period_plan
from content.period_plans.tests.year import Year
from governance.public import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], Any]) -> list[str]:
    """What came of each of the acts, begun at the same moment."""
    barrier = threading.Barrier(len(acts))
    found: list[str] = []

    def run(act: Callable[[], Any]) -> None:
        barrier.wait(10)
        try:
            act()
            found.append("done")
        except Refused:
            found.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(found)


def test_of_two_who_begin_the_same_plan_one_is_refused(house: House) -> None:
    year = Year(house)
    found = at_once(lambda: year.written(), lambda: year.written(actor=house.manager))
    assert found == ["done", "refused"]
    assert PeriodPlan.objects.count() == 1


def test_of_an_approval_and_a_return_at_once_one_holds(house: House) -> None:
    year = Year(house)
    plan = year.submitted()
    version = plan.lock_version
    found = at_once(
        lambda: approve_period_plan(plan, actor=house.manager, version=version, at=NOW),
        lambda: return_period_plan(plan, actor=house.manager, note="缺", version=version, at=NOW),
    )
    assert found == ["done", "refused"]

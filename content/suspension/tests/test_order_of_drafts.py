"""Two stops over the same drafts wait for one another in one order, whatever accounts they begin with (R-077)."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection, transaction

from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft, DraftTarget
from content.publishing.services import schedule_draft
from content.suspension.models import ReleaseHold
from content.suspension.services import suspend_publishing

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.postgres]


def scheduled(house: House) -> Draft:
    return schedule_draft(house.approved(), actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + HOUR)


def test_a_suspension_locks_drafts_by_number_and_not_by_account(house: House) -> None:
    first, second = scheduled(house), scheduled(house)
    # The first account has the second draft, and the second account the first one.
    DraftTarget.objects.filter(draft=first).update(account=house.weibo)
    assert house.account.pk < house.weibo.pk
    assert first.pk < second.pk
    holds = threading.Event()
    ends: list[Any] = []

    def hold_both() -> None:
        with transaction.atomic():
            Draft.objects.select_for_update(of=("self",)).get(pk=first.pk)
            holds.set()
            time.sleep(1)
            Draft.objects.select_for_update(of=("self",)).get(pk=second.pk)

    def suspend() -> None:
        holds.wait(10)
        suspend_publishing([house.account, house.weibo], actor=house.manager, reason="危机", at=NOW + 2 * HOUR)

    def run(what: Callable[[], Any]) -> None:
        try:
            what()
            ends.append("done")
        except Exception as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(what,)) for what in (hold_both, suspend)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert ends == ["done", "done"]
    assert set(Draft.objects.values_list("status", flat=True)) == {"approved"}


def test_a_draft_that_is_scheduled_at_the_same_moment_leaves_the_schedule_too(house: House) -> None:
    draft = house.approved()
    holds = threading.Event()
    ends: list[Any] = []

    def schedule() -> None:
        with transaction.atomic():
            schedule_draft(draft, actor=house.publisher, scheduled_at=NOW + 5 * HOUR, at=NOW + HOUR)
            holds.set()
            time.sleep(1)

    def suspend() -> None:
        holds.wait(10)
        suspend_publishing([house.account], actor=house.manager, reason="危机", at=NOW + 2 * HOUR)

    def run(what: Callable[[], Any]) -> None:
        try:
            what()
            ends.append("done")
        except Exception as error:
            ends.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(what,)) for what in (schedule, suspend)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert ends == ["done", "done"]
    draft.refresh_from_db()
    assert (draft.status, draft.scheduled_at, ReleaseHold.objects.filter(draft=draft).count()) == ("approved", None, 1)

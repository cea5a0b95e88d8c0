"""Two at once: one record for a duty, one open duty for a place."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection
from django.utils.translation import override

from governance.duties.models import Duty, DutyRecord
from governance.duties.tests.conftest import NOW, Works
from governance.refusals.exceptions import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(act: Callable[[], object]) -> tuple[int, list[Refused]]:
    """Do it twice in threads that start together; how often it went through, and the refusals."""
    barrier, done, refused = threading.Barrier(2), [], []

    def run() -> None:
        try:
            with override("en"):
                barrier.wait()
                done.append(act())
        except Refused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return len(done), refused


def test_of_two_who_write_down_the_same_duty_one_is_told_that_it_is_done(works: Works) -> None:
    works.sweep()
    done, refused = at_once(lambda: works.file(version=0))
    assert (done, len(refused), DutyRecord.objects.count()) == (1, 1, 1)


def test_two_sweeps_at_once_open_every_duty_once(works: Works) -> None:
    done, refused = at_once(lambda: works.sweep(NOW))
    assert (done, refused) == (2, [])
    works.sweep(NOW)
    assert Duty.objects.open().count() == 7

"""Two people at the same moment: a decision is made once, the last manager stays, one round opens (PostgreSQL)."""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import pytest
from django.db import connection

from accounts.models import RecertificationLine, RecertificationRound, User
from accounts.recertification.services import decide_lines, revoke_found
from accounts.recertification.tests.conftest import DAY, NOW, Office
from governance.public import LedgerEntry, Refused, holder_ids

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What the acts return, or the refusals, from threads that start together."""
    barrier, found = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        try:
            barrier.wait()
            found.append(act())
        except Refused as refusal:
            found.append(refusal)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return found


def test_two_reviewers_at_once_decide_each_line_once_and_the_round_closes_once(office: Office) -> None:
    second = office.another("second", "manager")
    review = office.open()
    everything = list(review.lines.values_list("pk", flat=True))
    acts = [
        partial(decide_lines, review, "keep", everything, actor=User.objects.get(pk=pk), at=NOW + DAY)
        for pk in (office.manager.pk, second.pk)
    ]
    assert len(at_once(*acts)) == 2
    assert set(RecertificationLine.objects.values_list("status", flat=True)) == {"kept"}
    assert LedgerEntry.objects.filter(event="recertification.kept").count() == 3
    assert LedgerEntry.objects.filter(event="recertification.closed").count() == 1


def test_a_keep_and_a_revoke_of_one_line_at_once_leave_one_decision(office: Office) -> None:
    review = office.open()
    line = office.line(review, office.author)
    acts = [
        partial(decide_lines, review, name, [line.pk], actor=office.manager, reason="No work", at=NOW + DAY)
        for name in ("keep", "revoke")
    ]
    at_once(*acts)
    line.refresh_from_db()
    assert line.status in ("kept", "revoked")
    assert (office.grant(office.author).ended_at is None) == (line.status == "kept")


def test_the_last_two_managers_cannot_take_each_other_at_once(office: Office) -> None:
    second = office.another("second", "manager")
    acts = [
        partial(revoke_found, office.grant(one), actor=User.objects.get(pk=other.pk), reason="Leaves", at=NOW)
        for one, other in ((office.manager, second), (second, office.manager))
    ]
    at_once(*acts)
    assert len(holder_ids("accounts.manage", office.account.pk)) == 1


def test_of_two_who_open_a_round_at_once_one_does(office: Office) -> None:
    found = at_once(office.open, office.open)
    assert sum(isinstance(row, Refused) for row in found) == 1
    assert RecertificationRound.objects.count() == 1

"""Two at once: one is done, the other is told; on PostgreSQL, where rows are locked one by one."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from accounts.incidents.services import move_incident, receive_report
from accounts.incidents.steps import finish_step
from accounts.incidents.tests.conftest import NOW, Site
from governance.public import Refused

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What each of them got."""
    outcomes: list[str] = []
    start = threading.Barrier(len(acts))

    def run(act: Callable[[], object]) -> None:
        start.wait()
        try:
            act()
            outcomes.append("done")
        except Refused as refusal:
            outcomes.append(type(refusal).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(outcomes)


def test_a_report_is_received_once(site: Site) -> None:
    incident = site.report("ban")
    assert at_once(
        lambda: receive_report(incident, actor=site.chief, at=NOW),
        lambda: receive_report(incident, actor=site.boss, at=NOW),
    ) == ["WrongState", "done"]


def test_a_step_is_done_once(site: Site) -> None:
    step = site.report("ban").steps.get(code="evidence")
    assert at_once(
        lambda: finish_step(step, actor=site.manager, at=NOW), lambda: finish_step(step, actor=site.second, at=NOW)
    ) == ["WrongState", "done"]


def test_it_is_closed_once(site: Site) -> None:
    incident = site.ready(site.report("ban"))
    assert at_once(
        lambda: move_incident(incident, "close", actor=site.chief, at=NOW),
        lambda: move_incident(incident, "close", actor=site.second, at=NOW),
    ) == ["WrongState", "done"]

"""The sweep rings every rung once, whatever runs beside it."""

from __future__ import annotations

import json
import threading
from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from governance.deadlines.models import Deadline
from governance.deadlines.services import open_deadlines
from governance.deadlines.sweep import _sweepers as sweepers
from governance.deadlines.sweep import register_sweeper, ring, sweep
from governance.deadlines.tests.factory import MONDAY, after, person, reply, team
from governance.notices.models import Delivery, Notice
from governance.worktime.rules import Limit

pytestmark = pytest.mark.django_db


def told() -> list[tuple[str, int]]:
    rows = Notice.objects.filter(template="deadline.rung").select_related("recipient")
    return sorted((row.recipient.username, row.params["percent"]) for row in rows)


def test_the_owner_hears_at_half_time_and_nobody_before() -> None:
    reply(team()["agent"])
    assert ring(after(1.9)) == {"rungs": 0, "notices": 0}
    assert ring(after(2)) == {"rungs": 1, "notices": 1}
    assert told() == [("agent", 50)]


def test_the_ladder_climbs_to_the_superiors_and_the_head() -> None:
    reply(team()["agent"])
    ring(after(100))
    assert told() == [
        ("agent", 50), ("agent", 80), ("agent", 100), ("director", 150), ("director", 200), ("head", 200),
        ("lead", 100), ("lead", 150),
    ]  # fmt: skip
    assert Deadline.objects.get().next_rung_at is None


def test_a_second_sweep_changes_nothing() -> None:
    reply(team()["agent"])
    ring(after(5))
    before = told()
    assert ring(after(5)) == {"rungs": 0, "notices": 0}
    assert told() == before


def test_who_has_left_or_is_missing_is_stood_in_for() -> None:
    people = team()
    people["agent"].is_active = False
    people["agent"].save()
    reply(people["agent"])
    ring(after(2))
    assert told() == [("head", 50)]


def test_a_record_without_anybody_reaches_an_operator(roles: None) -> None:
    from governance.access.grants import grant_role

    operator = person("operator")
    grant_role(operator, "admin", actor=None)
    reply(None)
    ring(after(2))
    assert told() == [("operator", 50)]


def test_an_urgent_rung_is_an_urgent_notice_with_a_mail() -> None:
    reply(person("agent", email="agent@example.com"))
    ring(after(4))
    assert list(Delivery.objects.order_by("id").values_list("channel", "urgent")) == [
        ("mail", False), ("mail", False), ("mail", True)
    ]  # fmt: skip
    assert Notice.objects.get(urgent=True).params["percent"] == 100


def test_small_batches_ring_as_much_as_one_large_one() -> None:
    agent = team()["agent"]
    specs = [
        {"kind": "message", "object_id": n, "purpose": "reply", "owner_id": agent.pk, "calendar": "CN",
         "limit": Limit(4, "working_hours")}
        for n in range(7)
    ]  # fmt: skip
    open_deadlines(specs, at=MONDAY)
    assert ring(after(2), batch=3) == {"rungs": 7, "notices": 7}


def test_the_command_prints_counts_as_json() -> None:
    reply(team()["agent"])
    out = StringIO()
    call_command("sweep", "--now", after(2).isoformat(), "--json", stdout=out)
    counts = json.loads(out.getvalue())
    assert counts["rungs"] == 1
    assert counts["notices"] == 1


def test_the_command_refuses_what_is_no_moment() -> None:
    with pytest.raises(CommandError, match="ISO 8601"):
        call_command("sweep", "--now", "tomorrow")


def test_one_sweeper_that_fails_does_not_stop_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: datetime) -> int:
        raise RuntimeError

    monkeypatch.setitem(sweepers, "broken", broken)
    register_sweeper("after_it", lambda now: 3)
    try:
        counts = sweep(MONDAY)
    finally:
        del sweepers["after_it"]
    assert counts["failed"] == ["broken"]
    assert counts["after_it"] == 3


@pytest.mark.postgres
@pytest.mark.django_db(transaction=True)
def test_four_sweeps_at_once_ring_each_rung_once() -> None:
    agent = team()["agent"]
    specs = [
        {"kind": "message", "object_id": n, "purpose": "reply", "owner_id": agent.pk, "calendar": "CN",
         "limit": Limit(4, "working_hours")}
        for n in range(200)
    ]  # fmt: skip
    open_deadlines(specs, at=MONDAY)
    counts: list[int] = []

    def run() -> None:
        try:
            counts.append(ring(after(2.5), batch=20)["rungs"])
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(counts) == 200
    assert Notice.objects.count() == 200
    assert Deadline.objects.filter(position=1, next_rung_at=after(3.2)).count() == 200


def test_rungs_on_a_plain_clock_ring_at_night() -> None:
    open_deadlines(
        [{"kind": "ticket", "object_id": 1, "purpose": "ticket", "owner_id": person("agent").pk, "calendar": "CN",
          "due": MONDAY + timedelta(hours=24)}],
        at=MONDAY,
    )  # fmt: skip
    assert Deadline.objects.get().next_rung_at == MONDAY + timedelta(hours=12)

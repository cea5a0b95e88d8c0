"""A deadline is opened, met, paused, resumed, moved and reckoned anew."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError, transaction

from governance.access.grants import grant_role
from governance.deadlines.models import Deadline
from governance.deadlines.services import (
    cancel_deadline,
    deadlines_of,
    meet_deadline,
    open_deadline,
    pause_deadline,
    reassign_deadlines,
    recompute_stale,
    resume_deadline,
    seed,
    stop_clock,
)
from governance.deadlines.sweep import ring
from governance.deadlines.tests.factory import CHINA, MONDAY, after, person, reply
from governance.ledger.models import LedgerEntry
from governance.refusals.exceptions import Denial, WrongState
from governance.worktime import services as worktime
from governance.worktime.models import WorkCalendar
from governance.worktime.rules import HOLIDAY, Limit

pytestmark = pytest.mark.django_db


def test_it_is_due_on_its_calendar_and_says_why() -> None:
    row = reply(person("agent"))
    assert row.due_at == after(4)
    assert row.next_rung_at == after(2)
    assert [percent for percent, _moment in row.schedule] == [50, 80, 100, 150, 200]
    assert "4 h from 09:00 on Monday 21 September" in row.explain_en
    assert row.limit == {"amount": 4, "unit": "working_hours"}


def test_a_second_clock_for_the_same_is_refused() -> None:
    reply(person("agent"))
    with pytest.raises(WrongState):
        reply(None)
    with pytest.raises(IntegrityError), transaction.atomic():
        Deadline.objects.bulk_create([Deadline(
            kind="message", object_id=1, purpose="reply", started_at=MONDAY, due_at=MONDAY, calendar="CN",
            counted_from=MONDAY, budget=1, clock="work",
        )])  # fmt: skip


def test_a_parameter_of_the_rule_book_serves_as_limit() -> None:
    row = open_deadline(
        kind="ticket", object_id=5, purpose="ticket", owner=None, limit={"amount": 2, "unit": "working_days"},
        start=MONDAY, calendar="CN",
    )  # fmt: skip
    assert row.due_at == datetime(2026, 9, 23, 9, 0, tzinfo=CHINA)


def test_met_in_time_and_met_late() -> None:
    reply(None)
    row = meet_deadline("message", 1, "reply", at=after(3))
    assert row is not None
    assert row.state == "met"
    assert row.next_rung_at is None
    assert not row.is_late(after(9))
    reply(None)
    late = meet_deadline("message", 1, "reply", at=after(5))
    assert late is not None
    assert late.is_late(after(9))


def test_meeting_what_does_not_run_is_nothing() -> None:
    assert meet_deadline("message", 1, "reply", at=MONDAY) is None
    assert not stop_clock("message", 1, "reply", at=MONDAY)


def test_cancelling_ends_every_clock_of_the_record() -> None:
    reply(None)
    open_deadline(
        kind="message", object_id=1, purpose="promise", owner=None, due=after(9), start=MONDAY, calendar="CN"
    )
    assert len(cancel_deadline("message", 1)) == 2
    assert ring(after(99))["rungs"] == 0


def test_a_pause_takes_no_time_and_rings_nothing() -> None:
    reply(person("agent"))
    pause_deadline("message", 1, "reply", at=after(1))
    assert ring(after(8))["rungs"] == 0
    row = resume_deadline("message", 1, "reply", at=after(5))
    assert row is not None
    assert row.due_at == after(8)
    assert row.next_rung_at == after(6)
    assert "pause" in row.explain_en
    assert ring(after(6))["rungs"] == 1


def test_reassigned_clocks_ring_for_the_new_owner() -> None:
    reply(person("agent"))
    other = person("other")
    assert reassign_deadlines("message", 1, other) == 1
    ring(after(2))
    assert other.notices.count() == 1


def test_open_deadlines_of_many_records_in_one_query(django_assert_num_queries) -> None:
    for number in range(3):
        reply(None, number)
    meet_deadline("message", 2, "reply", at=after(1))
    with django_assert_num_queries(1):
        found = deadlines_of("message", range(10))
    assert sorted(found) == [0, 1]


@pytest.fixture
def operator(roles: None):
    seed()
    worktime.seed(at=datetime(2026, 9, 1, tzinfo=UTC))
    user = person("operator")
    grant_role(user, "admin", actor=None)
    return user


def test_a_new_holiday_moves_running_deadlines_at_once(operator) -> None:
    start = datetime(2026, 9, 21, 17, 0, tzinfo=CHINA)
    reply(None, start=start)
    china = WorkCalendar.objects.get(code="CN")
    worktime.set_day(china, date(2026, 9, 22), HOLIDAY, "台风停工", "Typhoon", actor=operator)
    row = Deadline.objects.get()
    assert row.due_at == datetime(2026, 9, 23, 12, 0, tzinfo=CHINA)
    assert "Typhoon" in row.explain_en
    assert LedgerEntry.objects.filter(event="calendar.day_set", actor=operator).count() == 1
    worktime.remove_day(china, date(2026, 9, 22), actor=operator)
    row.refresh_from_db()
    assert row.due_at == datetime(2026, 9, 22, 12, 0, tzinfo=CHINA)


def test_a_met_deadline_does_not_move(operator) -> None:
    reply(None)
    meet_deadline("message", 1, "reply", at=after(1))
    china = WorkCalendar.objects.get(code="CN")
    worktime.set_day(china, date(2026, 9, 21), HOLIDAY, "台风停工", "Typhoon", actor=operator)
    assert Deadline.objects.get().due_at == after(4)


def test_what_was_reckoned_on_a_stale_table_is_mended_by_the_sweep(operator) -> None:
    row = reply(None)
    Deadline.objects.update(calendar_version=0, due_at=after(1))
    assert recompute_stale() == 1
    row.refresh_from_db()
    assert row.due_at == after(4)
    assert recompute_stale() == 0


def test_only_operators_change_calendars(operator) -> None:
    china = WorkCalendar.objects.get(code="CN")
    with pytest.raises(Denial):
        worktime.set_day(china, date(2026, 9, 22), HOLIDAY, "假", "Off", actor=person("stranger"))


def test_a_limit_or_a_due_time_is_needed() -> None:
    with pytest.raises(ValueError, match="limit or a due time"):
        open_deadline(kind="x", object_id=1, purpose="reply", owner=None, start=MONDAY, calendar="CN")


def test_minutes_are_a_unit() -> None:
    row = open_deadline(
        kind="x", object_id=1, purpose="reply", owner=None, limit=Limit(30, "working_minutes"), start=MONDAY,
        calendar="CN",
    )  # fmt: skip
    assert row.due_at == after(0.5)

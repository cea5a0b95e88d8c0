"""When something is due on a working calendar."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from governance.worktime import seeding
from governance.worktime.clock import Clock, add_working_days, due_at, hours_of, is_working, working_minutes_between
from governance.worktime.explain import due_for
from governance.worktime.models import WorkCalendar
from governance.worktime.rules import CALENDARS, CALENDARS_BY_CODE, Limit
from governance.worktime.services import seed
from governance.worktime.tables import Plan

CHINA = ZoneInfo("Asia/Shanghai")
YEARS = range(2024, 2028)


def china(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=CHINA)


@pytest.fixture
def calendars(db: None) -> None:
    seed(at=datetime(2026, 11, 1, tzinfo=UTC))


@pytest.mark.usefixtures("calendars")
@pytest.mark.parametrize(
    ("start", "minutes", "due"),
    [
        ("2026-09-18T17:40", 60, "2026-09-20T09:40"),  # Friday evening; Sunday is a make-up working day
        ("2026-09-30T17:40", 60, "2026-10-08T09:40"),  # across the National Day holidays
        ("2026-09-21T10:00", 60, "2026-09-21T11:00"),
        ("2026-09-21T07:00", 60, "2026-09-21T10:00"),  # before opening
        ("2026-09-21T23:00", 60, "2026-09-22T10:00"),  # at night
        ("2026-09-21T09:00", 540, "2026-09-21T18:00"),  # a whole day ends at closing
        ("2026-09-21T18:00", 1, "2026-09-22T09:01"),
        ("2026-09-26T12:00", 0, "2026-09-28T09:00"),  # nothing to count: the next opening
    ],
)
def test_china_counts_its_own_working_days(start: str, minutes: int, due: str) -> None:
    assert due_at("CN", china(start), minutes) == china(due)


@pytest.mark.usefixtures("calendars")
@pytest.mark.parametrize(
    ("limit", "start", "due"),
    [
        (Limit(90, "working_minutes"), "2026-09-18T17:00", "2026-09-20T09:30"),
        (Limit(4, "working_hours"), "2026-09-18T16:00", "2026-09-20T11:00"),
        (Limit(1, "working_days"), "2026-09-18T17:40", "2026-09-20T17:40"),
        (Limit(2, "working_days"), "2026-09-30T10:00", "2026-10-09T10:00"),
        (Limit(1, "working_days"), "2026-09-26T10:00", "2026-09-29T09:00"),
        (Limit(24, "hours"), "2026-09-18T17:40", "2026-09-19T17:40"),
        (Limit(7, "days"), "2026-09-30T17:40", "2026-10-07T17:40"),
        (Limit(24, "hours_on_working_days"), "2026-09-18T17:40", "2026-09-20T17:40"),
        (Limit(24, "hours_on_working_days"), "2026-09-30T17:40", "2026-10-08T17:40"),
        (Limit(24, "hours_on_working_days"), "2026-10-03T12:00", "2026-10-09T00:00"),
    ],
)
def test_each_unit_runs_on_its_own_clock(limit: Limit, start: str, due: str) -> None:
    assert due_for(limit, "CN", china(start)).due_at == china(due)


@pytest.mark.usefixtures("calendars")
def test_summer_time_takes_no_working_time_away() -> None:
    friday = datetime(2026, 3, 27, 17, 30, tzinfo=ZoneInfo("Europe/Berlin"))
    assert due_at("DE", friday, 60) == datetime(2026, 3, 30, 9, 30, tzinfo=ZoneInfo("Europe/Berlin"))


@pytest.mark.usefixtures("calendars")
def test_minutes_between_and_open_now() -> None:
    assert working_minutes_between("CN", china("2026-09-18T17:40"), china("2026-09-20T09:40")) == 60
    assert working_minutes_between("CN", china("2026-09-20T09:40"), china("2026-09-18T17:40")) == -60
    assert is_working("CN", china("2026-09-20T10:00"))
    assert not is_working("CN", china("2026-10-01T10:00"))
    assert add_working_days("CN", china("2026-09-30T10:00"), 1) == china("2026-10-08T10:00")


@pytest.mark.usefixtures("calendars")
def test_the_reason_names_the_make_up_day() -> None:
    due = due_for(Limit(1, "working_hours"), "CN", china("2026-09-18T17:40"))
    assert due.explain_en.startswith(
        "1 h from 17:40 on Friday 18 September = 09:40 on Sunday 20 September, a make-up working day"
    )
    assert "9月18日（周五）17:40起 1 小时 = 9月20日（周日）09:40，当天是调休上班日" in due.explain_zh
    assert not due.provisional


@pytest.mark.usefixtures("calendars")
def test_the_reason_names_the_holidays_between() -> None:
    due = due_for(Limit(1, "working_hours"), "CN", china("2026-09-30T17:40"))
    assert "1 to 7 October (National Day) not counted" in due.explain_en
    assert "10月1日至10月7日国庆节放假" in due.explain_zh


@pytest.mark.usefixtures("calendars")
def test_the_reason_says_when_the_clock_waits_for_the_opening() -> None:
    due = due_for(Limit(1, "working_hours"), "CN", china("2026-09-21T20:00"))
    assert "the clock starts at 09:00 on Tuesday 22 September" in due.explain_en


@pytest.mark.usefixtures("calendars")
def test_a_missing_year_is_plain_weekends_and_provisional() -> None:
    due = due_for(Limit(2, "working_hours"), "CN", china("2026-12-31T17:00"))
    assert due.due_at == china("2027-01-01T10:00")  # nobody has published 2027: a Friday like others
    assert due.provisional
    assert "2027" in due.explain_en
    assert "暂定" in due.explain_zh


@pytest.mark.django_db
def test_before_setup_the_shipped_tables_serve() -> None:
    assert due_at("CN", china("2026-09-18T17:40"), 60) == china("2026-09-20T09:40")


@pytest.mark.django_db
def test_an_unknown_calendar_is_plain_weekends_and_never_an_exception() -> None:
    friday = datetime(2026, 9, 18, 17, 40, tzinfo=UTC)
    due = due_for(Limit(1, "working_hours"), "XX", friday)
    assert due.due_at == datetime(2026, 9, 21, 9, 40, tzinfo=UTC)
    assert due.provisional


@pytest.mark.django_db
def test_a_calendar_without_a_single_year_is_plain_weekends() -> None:
    WorkCalendar.objects.create(code="CN", name_zh="中国", name_en="China", zone="Asia/Shanghai")
    due = due_for(Limit(1, "working_hours"), "CN", china("2026-09-18T17:40"))
    assert due.due_at == china("2026-09-21T09:40")
    assert due.provisional


def _plan(code: str) -> Plan:
    row = CALENDARS_BY_CODE[code]
    days = {}
    for year in YEARS:
        found = seeding.days_of_year(code, year)
        days.update(found[1] if found else {})
    return Plan(code, row.name_zh, row.name_en, ZoneInfo(row.zone), hours_of(row), days, frozenset(YEARS))


CLOCKS = {row.code: Clock(_plan(row.code), None) for row in CALENDARS}


def _naive(plan: Plan, start: datetime, minutes: int) -> datetime:
    """Walk minute by minute on the wall of that place."""
    at = start.astimezone(UTC)
    while minutes:
        local = at.astimezone(plan.zone)
        if any(opens <= local.time() < closes for opens, closes in plan.spans_on(local.date())):
            minutes -= 1
        at += timedelta(minutes=1)
    return at


@settings(max_examples=120, deadline=None)
@given(
    code=st.sampled_from(sorted(CLOCKS)),
    start=st.datetimes(datetime(2025, 1, 1), datetime(2027, 6, 1)).map(lambda at: at.replace(second=0, microsecond=0)),
    minutes=st.integers(1, 1500),
)
def test_the_table_agrees_with_a_walk_minute_by_minute(code: str, start: datetime, minutes: int) -> None:
    clock = CLOCKS[code]
    aware = start.replace(tzinfo=UTC)
    assert clock.add(aware, minutes * 60) == _naive(clock.plan, aware, minutes)


@settings(max_examples=200, deadline=None)
@given(start=st.datetimes(datetime(2025, 1, 1), datetime(2026, 12, 1)), minutes=st.integers(1, 20_000))
def test_minutes_between_undo_due_at(start: datetime, minutes: int) -> None:
    clock = CLOCKS["CN"]
    aware = start.replace(tzinfo=UTC, microsecond=0)
    assert clock.between(aware, clock.add(aware, minutes * 60)) == minutes * 60


def test_a_split_day_counts_both_halves() -> None:
    halves = {n: [(time(9), time(12)), (time(13), time(18))] for n in range(5)}
    clock = Clock(Plan("X", "X", "X", CHINA, halves, {}, frozenset({2026})), None)
    assert clock.add(china("2026-09-21T11:30"), 3600) == china("2026-09-21T13:30")
    assert clock.plan.spans_on(date(2026, 9, 19)) == ()

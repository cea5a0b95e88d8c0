"""Somebody is on duty in all working hours, or the gap is known to the minute (R-059)."""

from datetime import time, timedelta

import pytest

from governance.public import Denial, Refused, name_deputy
from interactions.conftest import MONDAY, Company
from interactions.rota.rules import uncovered
from interactions.rota.services import DutyRoster, add_shift, gaps, remove_shift

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("opening", "shifts", "missing"),
    [
        ([(540, 1080)], [], 540),
        ([(540, 1080)], [(540, 1080)], 0),
        ([(540, 1080)], [(0, 700), (690, 1440)], 0),
        ([(540, 1080)], [(600, 700)], 440),
        ([(540, 720), (780, 1080)], [(540, 800)], 280),
        ([], [(0, 1440)], 0),
    ],
)
def test_minutes_without_anybody_are_counted_once(
    opening: list[tuple[int, int]], shifts: list[tuple[int, int]], missing: int
) -> None:
    assert uncovered(opening, shifts) == missing


def test_gaps_close_as_shifts_are_added(company: Company) -> None:
    assert gaps([company.account])[company.account.pk] == 5 * 540
    shift = None
    for weekday in range(5):
        shift = add_shift(
            company.account, weekday=weekday, begins=time(9), ends=time(18), person=company.agent,
            actor=company.supervisor,
        )  # fmt: skip
    assert gaps([company.account])[company.account.pk] == 0
    assert shift is not None
    remove_shift(shift, actor=company.supervisor)
    assert gaps([company.account])[company.account.pk] == 540


def test_only_who_may_answer_is_put_on_duty(company: Company) -> None:
    values = {"weekday": 0, "begins": time(9), "ends": time(18)}
    with pytest.raises(Refused) as refusal:
        add_shift(company.account, **values, person=company.head, actor=company.supervisor)  # type: ignore[arg-type]
    assert refusal.value.field == "person"
    with pytest.raises(Denial):
        add_shift(company.account, **values, person=company.agent, actor=company.stranger)  # type: ignore[arg-type]
    with pytest.raises(Refused):
        add_shift(
            company.account, weekday=0, begins=time(18), ends=time(9), person=company.agent, actor=company.supervisor
        )


def test_the_roster_knows_who_is_on_duty_on_the_accounts_own_clock(company: Company) -> None:
    add_shift(company.account, weekday=0, begins=time(9), ends=time(18), person=company.agent, actor=company.agent)
    roster = DutyRoster(company.account)
    assert roster.on_duty(MONDAY) == company.agent.pk
    assert roster.on_duty(MONDAY + timedelta(hours=9)) is None


def test_while_somebody_is_on_leave_the_deputy_is_on_duty(company: Company) -> None:
    add_shift(company.account, weekday=0, begins=time(9), ends=time(18), person=company.agent, actor=company.agent)
    ends = MONDAY + timedelta(hours=2)
    name_deputy(company.agent, company.supervisor, begins_at=MONDAY, ends_at=ends, kind="user", object_id=1)
    roster = DutyRoster(company.account)
    assert roster.on_duty(MONDAY) == company.supervisor.pk
    assert roster.on_duty(ends) == company.agent.pk

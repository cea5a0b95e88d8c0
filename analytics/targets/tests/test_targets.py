"""Targets: proposed by one, approved by another; periods open with one only."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from analytics.conftest import APRIL, MAY, NOW, Office
from analytics.targets.models import Target, TargetPeriod
from analytics.targets.progress import progress_of
from analytics.targets.rules import cycle_end, cycle_start, expected_share
from analytics.targets.services import (
    approve_target,
    begin_periods,
    open_period,
    propose_target,
    reject_target,
    take_back_target,
)
from governance.public import Denial, NotAllowed, NoteRequired, Refused, WrongState


def proposed(office: Office, **values: Any) -> Target:
    whole: dict[str, Any] = {
        "metric": office.metric("views"), "cycle": "quarter", "day": MAY, "value": Decimal(9000),
        "account": office.douyin, **values,
    }  # fmt: skip
    return propose_target(actor=office.analyst, at=NOW, **whole)


@pytest.mark.parametrize(
    ("cycle", "start", "end"),
    [
        ("month", date(2026, 5, 1), date(2026, 6, 1)),
        ("quarter", date(2026, 4, 1), date(2026, 7, 1)),
        ("year", date(2026, 1, 1), date(2027, 1, 1)),
    ],
)
def test_cycles_follow_the_calendar(cycle: str, start: date, end: date) -> None:
    assert cycle_start(cycle, date(2026, 5, 31)) == start
    assert cycle_end(cycle, start) == end


def test_half_a_cycle_expects_half() -> None:
    assert expected_share(date(2026, 1, 1), date(2026, 1, 11), date(2026, 1, 6)) == 0.5
    assert expected_share(date(2026, 1, 1), date(2026, 1, 11), date(2027, 1, 6)) == 1


def test_nobody_approves_an_own_proposal(office: Office) -> None:
    target = proposed(office)
    with pytest.raises(NotAllowed):
        approve_target(target, actor=office.analyst, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Target.objects.filter(pk=target.pk).update(status="approved", decided_by=office.analyst)
    assert approve_target(target, actor=office.manager, at=NOW).status == "approved"
    with pytest.raises(WrongState):
        approve_target(target, actor=office.manager, at=NOW)


def test_only_who_sets_targets_proposes(office: Office) -> None:
    with pytest.raises(Denial):
        propose_target(
            actor=office.agent, metric=office.metric("views"), cycle="month", day=MAY, value=Decimal(1), at=NOW
        )


def test_a_target_is_above_zero_and_of_one_scope(office: Office) -> None:
    with pytest.raises(Refused):
        proposed(office, value=Decimal(0))
    with pytest.raises(Refused):
        proposed(office, platform="weibo")


def test_a_rejection_says_why_and_an_author_takes_back(office: Office) -> None:
    target = proposed(office)
    with pytest.raises(NoteRequired):
        reject_target(target, actor=office.manager, note=" ", at=NOW)
    assert reject_target(target, actor=office.manager, note="太低", at=NOW).note == "太低"
    other = proposed(office)
    with pytest.raises(NotAllowed):
        take_back_target(other, actor=office.manager, at=NOW)
    assert take_back_target(other, actor=office.analyst, at=NOW).status == "taken_back"


def test_a_new_target_replaces_the_one_before(office: Office) -> None:
    first = approve_target(proposed(office), actor=office.manager, at=NOW)
    second = approve_target(proposed(office, value=Decimal(9500)), actor=office.manager, at=NOW)
    first.refresh_from_db()
    assert first.status == "replaced"
    assert Target.objects.in_force().get() == second


def test_a_period_does_not_open_without_a_target(office: Office) -> None:
    assert begin_periods(NOW) == {"begun": 2, "opened": 0}
    assert begin_periods(NOW) == {"begun": 0, "opened": 0}
    period = TargetPeriod.objects.get(account=office.douyin)
    with pytest.raises(Refused, match="2026-Q2"):
        open_period(period, actor=office.manager, at=NOW)
    approve_target(proposed(office), actor=office.manager, at=NOW)
    period.refresh_from_db()
    assert (period.opened_at, period.opened_by) == (NOW, office.manager)
    assert TargetPeriod.objects.without_target().get().account == office.weibo


def test_a_target_of_the_platform_or_company_opens_its_periods(office: Office) -> None:
    begin_periods(NOW)
    approve_target(proposed(office, account=None, platform="weibo"), actor=office.manager, at=NOW)
    assert TargetPeriod.objects.without_target().get().account == office.douyin
    approve_target(proposed(office, account=None), actor=office.manager, at=NOW)
    assert not TargetPeriod.objects.without_target().exists()


def test_a_period_with_a_target_opens_at_once(office: Office) -> None:
    approve_target(proposed(office, account=None), actor=office.manager, at=NOW)
    assert begin_periods(NOW) == {"begun": 2, "opened": 2}


def test_progress_adds_months_up_and_takes_the_last_level(office: Office) -> None:
    office.month(office.douyin, APRIL, views=2000, fans=100)
    office.month(office.douyin, MAY, views=2500, fans=140)
    office.month(office.weibo, MAY, views=500, fans=10)
    own, company = proposed(office), proposed(office, account=None)
    fans = proposed(office, account=None, metric=office.metric("fans"), value=Decimal(300))
    lines = {row.target.pk: row for row in progress_of([own, company, fans], date(2026, 6, 1))}
    assert lines[own.pk].actual == 4500
    assert lines[own.pk].state == "behind"  # half of the target, two thirds of the quarter
    assert lines[company.pk].actual == 5000
    assert lines[fans.pk].actual == 150


def test_a_target_without_figures_says_so(office: Office) -> None:
    line = progress_of([proposed(office)], date(2026, 6, 1))[0]
    assert (line.actual, line.state) == (None, "no_data")


def test_a_ceiling_is_kept_while_the_figure_stays_below(office: Office) -> None:
    office.month(office.douyin, MAY, unfollows=50)
    target = proposed(office, metric=office.metric("unfollows"), value=Decimal(60))
    assert progress_of([target], date(2026, 6, 1))[0].state == "on_track"
    office.month(office.douyin, MAY, unfollows=70)
    assert progress_of([target], date(2026, 6, 1))[0].state == "exceeded"


def test_progress_of_many_targets_takes_few_statements(office: Office, django_assert_max_num_queries: Any) -> None:
    rows = [proposed(office, value=Decimal(1000 + index)) for index in range(6)]
    with django_assert_max_num_queries(3):
        progress_of(rows, date(2026, 6, 1))

"""Each probe of targets and reports turns breached and back."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.public import PlatformAccount
from analytics.conftest import MAY, NOW, Office
from analytics.reports.actions import create_action, finish_action
from analytics.reports.controls import (
    advice_is_carried_out_in_time,
    months_have_an_acknowledged_report,
    reports_use_enough_methods,
)
from analytics.reports.models import MonthlyReport
from analytics.reports.services import acknowledge_report, create_report
from analytics.reports.tests.test_way_of_a_report import figures, sent, written
from analytics.targets.controls import periods_have_a_target
from analytics.targets.services import approve_target, begin_periods, propose_target
from governance.public import Evidence, Scope, Window

LATER = NOW + timedelta(days=20)


def window(now: Any = NOW) -> Window:
    return Window(now - timedelta(days=30), now, now)


def only(account: PlatformAccount) -> Scope:
    return Scope(account=account.pk, account_ids=frozenset([account.pk]))


def counted(evidence: Evidence) -> tuple[int, int]:
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_a_period_without_target_breaches_r_086(office: Office) -> None:
    begin_periods(NOW)
    assert counted(periods_have_a_target(Scope(), window())) == (2, 2)
    target = propose_target(
        actor=office.analyst, metric=office.metric("views"), cycle="quarter", day=MAY, value=Decimal(10),
        account=office.douyin, at=NOW,
    )  # fmt: skip
    approve_target(target, actor=office.manager, at=NOW)
    assert counted(periods_have_a_target(Scope(), window())) == (1, 2)
    assert counted(periods_have_a_target(only(office.douyin), window())) == (0, 1)


def test_a_report_with_one_method_breaches_r_090(office: Office) -> None:
    report = sent(office)
    assert counted(reports_use_enough_methods(Scope(), window())) == (0, 1)
    MonthlyReport.objects.filter(pk=report.pk).update(method_count=1)
    assert counted(reports_use_enough_methods(Scope(), window())) == (1, 1)
    assert counted(reports_use_enough_methods(only(office.weibo), window())) == (1, 1)


def test_a_month_without_acknowledged_report_breaches_r_094(office: Office) -> None:
    figures(office)
    create_report(actor=office.analyst, month=MAY, at=NOW)
    early = months_have_an_acknowledged_report(Scope(), window())
    assert counted(early) == (0, 0)
    assert early.at_risk is not None
    assert early.at_risk.count() == 2
    assert counted(months_have_an_acknowledged_report(Scope(), window(LATER))) == (2, 2)


def test_sending_alone_does_not_fulfil_r_094(office: Office) -> None:
    report = sent(office)
    assert counted(months_have_an_acknowledged_report(Scope(), window(LATER))) == (2, 2)
    acknowledge_report(report, actor=office.manager, at=NOW)
    assert counted(months_have_an_acknowledged_report(Scope(), window(LATER))) == (0, 2)
    assert counted(months_have_an_acknowledged_report(only(office.weibo), window(LATER))) == (0, 1)


def test_a_written_report_is_not_a_sent_one(office: Office) -> None:
    written(office)
    assert counted(reports_use_enough_methods(Scope(), window())) == (0, 0)


def test_an_action_past_its_day_breaches_r_097(office: Office) -> None:
    report = sent(office)
    action = create_action(
        report, actor=office.manager, account=office.douyin, text="多发视频", owner=office.agent, at=NOW,
        due_at=NOW + timedelta(days=10),
    )  # fmt: skip
    assert counted(advice_is_carried_out_in_time(Scope(), window(LATER))) == (1, 1)
    finish_action(action, actor=office.agent, note="三条", at=NOW + timedelta(days=9))
    assert counted(advice_is_carried_out_in_time(Scope(), window(LATER))) == (0, 1)

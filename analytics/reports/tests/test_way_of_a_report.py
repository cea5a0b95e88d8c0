"""From the closed month to the acknowledged report, and what happens when figures change afterwards."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from accounts.public import User
from analytics.conftest import APRIL, MAY, NOW, Office
from analytics.reports.models import MonthlyReport, ReportMonth
from analytics.reports.months import differences, months_changed, open_closed_month
from analytics.reports.paper import fingerprint
from analytics.reports.services import (
    acknowledge_report,
    create_report,
    edit_report,
    paper_of,
    replace_report,
    send_report,
)
from analytics.snapshots.models import KpiSnapshot
from governance.deadlines.models import Deadline
from governance.notices.models import Notice
from governance.public import Denial, NotAllowed, Refused, StaleVersion, WrongState


def figures(office: Office) -> None:
    for index in range(4):
        month = APRIL.replace(month=2 + index)
        office.month(office.douyin, month, views=1000 + 100 * index, likes=50)
        office.month(office.weibo, month, views=500, likes=20 + index)


def written(office: Office) -> MonthlyReport:
    figures(office)
    report = create_report(actor=office.analyst, month=MAY, at=NOW)
    return edit_report(
        report, actor=office.analyst, findings="播放增长", advice="多发视频", methods=["comparison", "trend"], at=NOW
    )


def sent(office: Office) -> MonthlyReport:
    return send_report(written(office), actor=office.analyst, at=NOW)


def test_the_sweep_opens_the_closed_month_once_with_its_deadline(office: Office) -> None:
    assert open_closed_month(NOW) == 1
    assert open_closed_month(NOW) == 0
    report = MonthlyReport.objects.get()
    assert (report.month, report.account, report.status) == (MAY, None, "draft")
    deadline = Deadline.objects.get(kind="monthly_report", object_id=report.pk)
    assert deadline.purpose == "report"
    assert deadline.owner == office.analyst
    # Monday 1 June is the first working day: the fifth ends on Friday 5 June, Beijing time.
    assert deadline.due_at.date().isoformat() == "2026-06-05"
    assert ReportMonth.objects.filter(month=MAY).count() == 2
    assert Notice.objects.filter(template="report.due", recipient=office.analyst).exists()


def test_a_month_that_is_not_over_has_no_report(office: Office) -> None:
    with pytest.raises(Refused) as refusal:
        create_report(actor=office.analyst, month=NOW.date(), at=NOW)
    assert refusal.value.field == "month"


def test_one_report_per_scope(office: Office) -> None:
    create_report(actor=office.analyst, month=MAY, at=NOW)
    create_report(actor=office.analyst, month=MAY, account=office.weibo, at=NOW)
    with pytest.raises(WrongState):
        create_report(actor=office.analyst, month=MAY, at=NOW)


def test_only_who_holds_the_right_writes(office: Office) -> None:
    with pytest.raises(Denial):
        create_report(actor=office.agent, month=MAY, at=NOW)


def begun(office: Office, *months: date) -> MonthlyReport:
    """The report of May with its words and no method, where only these months have figures."""
    for place, month in enumerate(months):
        office.month(office.douyin, month, views=1000 + 100 * place, likes=50)
    report = create_report(actor=office.analyst, month=MAY, at=NOW)
    return edit_report(report, actor=office.analyst, findings="a", advice="b", methods=[], at=NOW)


def test_a_first_month_has_nothing_to_compare_with_and_goes_out_without_a_method(office: Office) -> None:
    assert send_report(begun(office, MAY), actor=office.analyst, at=NOW).status == "sent"


def test_in_a_first_month_a_method_that_its_figures_do_not_allow_counts_for_nothing(office: Office) -> None:
    report = begun(office, MAY)
    edit_report(report, actor=office.analyst, findings="a", advice="b", methods=["trend"], at=NOW)
    assert not any(paper_of(report, NOW)["methods"].values())
    assert send_report(report, actor=office.analyst, at=NOW).status == "sent"


def test_a_second_month_needs_the_one_method_that_its_figures_allow(office: Office) -> None:
    report = begun(office, APRIL, MAY)
    with pytest.raises(NotAllowed, match="分析方法"):
        send_report(report, actor=office.analyst, at=NOW)
    edit_report(report, actor=office.analyst, findings="a", advice="b", methods=["comparison"], at=NOW)
    assert send_report(report, actor=office.analyst, at=NOW).status == "sent"


def test_a_first_month_without_any_figure_is_not_sent(office: Office) -> None:
    with pytest.raises(NotAllowed, match="没有数据"):
        send_report(begun(office), actor=office.analyst, at=NOW)


def test_a_report_without_words_or_methods_is_not_sent(office: Office) -> None:
    report = written(office)
    for findings, advice, methods in (
        ("", "b", ["comparison", "trend"]),
        ("a", "", ["comparison", "trend"]),
        ("a", "b", ["trend"]),
        ("a", "b", ["trend", "correlation"]),  # four months are too few for a correlation
    ):
        edit_report(report, actor=office.analyst, findings=findings, advice=advice, methods=methods, at=NOW)
        with pytest.raises(NotAllowed):
            send_report(report, actor=office.analyst, at=NOW)


def test_a_report_without_figures_is_not_sent(office: Office) -> None:
    report = create_report(actor=office.analyst, month=MAY, at=NOW)
    edit_report(report, actor=office.analyst, findings="a", advice="b", methods=["comparison", "trend"], at=NOW)
    with pytest.raises(NotAllowed):
        send_report(report, actor=office.analyst, at=NOW)


def test_sending_freezes_figures_stops_the_clock_and_tells_the_readers(office: Office) -> None:
    report = sent(office)
    assert paper_of(report)["totals"]["views"]["value"] == 1800
    report.refresh_from_db()
    assert report.sha256 == fingerprint(paper_of(report))
    assert Deadline.objects.get(kind="monthly_report", object_id=report.pk).state == "met"
    assert KpiSnapshot.objects.filter(month=MAY).count() == 4
    told = set(Notice.objects.filter(template="report.sent").values_list("recipient__username", flat=True))
    assert told == {"manager", "department_head", "executive"}
    with pytest.raises(WrongState):
        edit_report(report, actor=office.analyst, findings="c", advice="", methods=[], at=NOW)


def test_it_counts_when_somebody_else_acknowledged_it(office: Office) -> None:
    report = sent(office)
    with pytest.raises(NotAllowed):
        acknowledge_report(report, actor=office.analyst, at=NOW)
    report = acknowledge_report(report, actor=office.manager, note="好", at=NOW)
    assert report.status == "acknowledged"
    assert ReportMonth.objects.unfulfilled().count() == 0
    with pytest.raises(NotAllowed):
        acknowledge_report(report, actor=office.manager, at=NOW)
    later = acknowledge_report(report, actor=office.executive, at=NOW + timedelta(days=1))
    assert later.acknowledged_at == NOW
    assert report.acknowledgements.count() == 2


def test_a_report_sent_late_does_not_fulfil_its_month(office: Office) -> None:
    report = written(office)
    late = NOW + timedelta(days=7)
    send_report(report, actor=office.analyst, at=late)
    acknowledge_report(report, actor=office.manager, at=late)
    assert ReportMonth.objects.unfulfilled().count() == 2


def test_a_later_import_leaves_the_report_and_is_told(office: Office) -> None:
    report = sent(office)
    office.month(office.weibo, MAY, views=777, likes=23)
    months_changed(office.weibo.pk, [MAY], at=NOW + timedelta(days=1))
    assert paper_of(report)["totals"]["views"]["value"] == 1800
    assert differences(report) == [{"handle": "weibo-main", "metric": "views", "then": 500, "now": 777}]
    values = KpiSnapshot.objects.filter(month=MAY, account=office.weibo, metric__code="views").order_by("known_at")
    assert [int(row.value or 0) for row in values] == [500, 777]
    assert KpiSnapshot.objects.newest().get(account=office.weibo, month=MAY, metric__code="views").value == 777
    assert Notice.objects.filter(template="report.changed", recipient=office.analyst).count() == 1


def test_a_months_figures_that_nobody_froze_make_no_snapshot(office: Office) -> None:
    figures(office)
    months_changed(office.weibo.pk, [MAY], at=NOW)
    assert KpiSnapshot.objects.count() == 0


def test_a_corrected_report_takes_the_place_and_the_old_one_stays(office: Office) -> None:
    old = sent(office)
    office.month(office.weibo, MAY, views=777, likes=23)
    fresh = replace_report(old, actor=office.analyst, note="数据更新", at=NOW + timedelta(hours=1))
    fresh = send_report(fresh, actor=office.analyst, at=NOW + timedelta(hours=2))
    old.refresh_from_db()
    assert (old.status, paper_of(old)["totals"]["views"]["value"]) == ("replaced", 1800)
    assert paper_of(fresh)["totals"]["views"]["value"] == 2077
    assert fresh.replaces == old


def test_a_stale_page_does_not_overwrite(office: Office) -> None:
    report = written(office)
    with pytest.raises(StaleVersion):
        edit_report(
            report, actor=office.analyst, findings="x", advice="y", methods=[], version=report.lock_version - 1, at=NOW
        )


def test_who_may_not_see_an_account_sees_no_report_on_it(office: Office) -> None:
    report = sent(office)
    assert MonthlyReport.objects.visible_to(office.manager).get() == report
    assert MonthlyReport.objects.visible_to(office.auditor).get() == report
    assert not MonthlyReport.objects.visible_to(office.agent).exists()
    assert not MonthlyReport.objects.visible_to(User.objects.get(username="stranger")).exists()

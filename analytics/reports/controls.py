"""Probes of reports: methods used (R-090), acknowledged reports (R-094), actions done in time (R-097)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q

from analytics.reports.models import ActionItem, MonthlyReport, ReportMonth
from governance.public import Evidence, Scope, Window, param, probe


@probe("R-090")
def reports_use_enough_methods(scope: Scope, window: Window) -> Evidence:
    """Reports sent in the window, and those that state fewer methods than the rule book asks for."""
    sent = MonthlyReport.objects.counted().filter(sent_at__gte=window.start, sent_at__lte=window.end)
    where = {"account": scope.account} if scope.account else {"pack": scope.pack} if scope.pack else {}
    least = int(param("report.methods", at=window.now, **where).value)
    covered = scope.narrow(ReportMonth.objects.all(), person=None)
    narrow = scope.is_narrow or scope.pack is not None
    total = sent.filter(covers_any(covered.values("account_id"))) if narrow else sent
    if scope.person is not None:
        total = sent.filter(author_id=scope.person)
    return Evidence(bad=total.filter(method_count__lt=least), total=total, kind="monthly_report")


def covers_any(account_ids: Any) -> Q:
    """Reports that cover one of these accounts."""
    through = MonthlyReport.accounts.through
    rows = through.objects.filter(platformaccount_id__in=account_ids)
    return Q(pk__in=rows.values("monthlyreport_id"))


@probe("R-094")
def months_have_an_acknowledged_report(scope: Scope, window: Window) -> Evidence:
    """Months whose report was due in the window, and those without one that was sent in time and acknowledged.

    A month whose report is due only later is at risk while none was sent, and counts once it is due.
    """
    rows = scope.narrow(ReportMonth.objects.filter(due_at__gte=window.start))
    total = rows.filter(due_at__lte=window.end)
    waiting = rows.filter(due_at__gt=window.end, report=None)
    return Evidence(bad=total.unfulfilled(), total=total, at_risk=waiting, kind="report_month")


@probe("R-097")
def advice_is_carried_out_in_time(scope: Scope, window: Window) -> Evidence:
    """Actions that were due in the window, and those not done by then; dropped ones count as not done."""
    total = scope.narrow(
        ActionItem.objects.filter(due_at__gte=window.start, due_at__lte=window.end), person="owner_id"
    )
    return Evidence(bad=total.exclude(pk__in=total.in_time().values("pk")), total=total, kind="report_action")

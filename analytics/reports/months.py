"""Closed months: the sweep opens their report, and an import that changes one tells its author (R-094)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.public import User
from analytics.checks.services import check_months
from analytics.reports.figures import Figure, collect_figures, number, previous_month
from analytics.reports.models import MonthlyReport
from analytics.reports.services import KIND, open_report, reported_accounts
from analytics.reports.workflow import SEND
from analytics.snapshots.services import note_changes
from governance.public import holder_ids, tell


def open_closed_month(now: datetime) -> int:
    """Open the company's report on the month that closed last, with its deadline; once, whoever sweeps."""
    month = previous_month(timezone.localdate(now))
    if MonthlyReport.objects.filter(month=month, account=None).exists():
        return 0
    accounts = reported_accounts(month)
    if not accounts:
        return 0
    with transaction.atomic():
        list(MonthlyReport.objects.select_for_update(of=("self",)).order_by("-pk")[:1])
        if MonthlyReport.objects.filter(month=month, account=None).exists():
            return 0
        writers = holder_ids(SEND)
        owner = User.objects.filter(pk__in=writers).order_by("pk").first()
        report = open_report(month, accounts, account=None, owner=owner, actor=None, at=now)
        tell(writers, "report.due", kind=KIND, object_id=report.pk, key=f"report.due:{report.pk}", at=now)
    return 1


def months_changed(account_id: int, months: Iterable[date], *, at: datetime) -> None:
    """In an import's transaction: check the figures, freeze anew what was frozen, tell the authors of sent reports."""
    touched = list(months)
    check_months(account_id, touched, at=at)
    changed = note_changes(account_id, touched, at=at)
    if not changed:
        return
    reports = MonthlyReport.objects.counted().filter(accounts=account_id)
    for report in reports.filter(month__in=changed):
        people = {pk for pk in (report.author_id, report.sent_by_id) if pk}
        tell(
            people, "report.changed", kind=KIND, object_id=report.pk,
            key=f"report.changed:{report.pk}:{account_id}:{at:%Y-%m-%d}", at=at,
        )  # fmt: skip


def differences(report: MonthlyReport) -> list[dict[str, object]]:
    """Figures of a sent report that stand otherwise now: handle, metric, then, now."""
    if report.paper is None:
        return []
    ids = list(report.accounts.values_list("pk", flat=True))
    figures = collect_figures(report.month, ids)
    standing: dict[tuple[str, str], Figure] = {
        (row.handle, code): figure for row in figures.accounts for code, figure in row.totals.items()
    }
    found = []
    frozen = {
        (row["handle"], code): cell["value"]
        for row in report.paper["accounts"]
        for code, cell in row["totals"].items()
    }
    for handle, code in sorted(frozen.keys() | standing.keys()):
        figure = standing.get((handle, code))
        then, now = frozen.get((handle, code)), number(figure.value) if figure else None
        if then != now:
            found.append({"handle": handle, "metric": code, "then": then, "now": now})
    return found

"""Probes of data quality: rows that pass the checks, samples against the platform's screen (R-088)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Max, Q

from accounts.public import PlatformAccount
from analytics.checks.models import FigureCheck, ScreenSample
from governance.public import Evidence, Scope, Window, param, probe


@probe("R-088", part="rows", mode="T", line="imports.sample")
def figures_pass_their_checks(scope: Scope, window: Window) -> Evidence:
    """Months of daily figures in the window, and those with gaps, jumps or a wrong sum that nobody explained."""
    first = window.first_day.replace(day=1)
    total = scope.narrow(FigureCheck.objects.filter(month__gte=first, month__lte=window.last_day))
    return Evidence(bad=total.failing(), total=total, kind="figure_check")


@probe("R-088", part="agreeing", mode="T", line="imports.sample")
def samples_agree(scope: Scope, window: Window) -> Evidence:
    """Samples of the window, and those that differ by more than the rule book allows."""
    taken = ScreenSample.objects.filter(taken_at__gte=window.start, taken_at__lte=window.end)
    total = scope.narrow(taken, person="taken_by_id")
    return Evidence(bad=total.filter(agrees=False), total=total, kind="screen_sample")


@probe("R-088", part="sample", mode="F", line="sample.interval")
def accounts_are_compared_with_the_platform(scope: Scope, window: Window) -> Evidence:
    """Accounts with daily figures, and those that nobody compared with the platform's screen for too long."""
    first = window.first_day.replace(day=1)
    checked = FigureCheck.objects.filter(month__gte=first, month__lte=window.last_day).values("account_id")
    total = scope.narrow(PlatformAccount.objects.filter(status="active", pk__in=checked), account="pk")
    taken = Q(screen_samples__taken_at__lte=window.end)
    last = dict(total.annotate(last=Max("screen_samples__taken_at", filter=taken)).values_list("pk", "last"))
    late = []
    for account_id, moment in last.items():
        days = float(param("sample.interval", account=account_id, at=window.now).value)
        if moment is None or window.now - moment > timedelta(days=days):
            late.append(account_id)
    newest = max((moment for moment in last.values() if moment), default=None)
    return Evidence(bad=total.filter(pk__in=late), total=total, last=newest, kind="platform_account")

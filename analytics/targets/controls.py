"""Probe of targets: no period goes on without one (R-086)."""

from __future__ import annotations

from analytics.targets.models import TargetPeriod
from governance.public import Evidence, Scope, Window, probe


@probe("R-086")
def periods_have_a_target(scope: Scope, window: Window) -> Evidence:
    """Periods that began in the window or run at its end, and those that never opened for want of a target."""
    total = scope.narrow(TargetPeriod.objects.filter(begun_at__lte=window.end, start__lte=window.last_day))
    newest = total.filter(begun_at__gte=window.start) | total.running(window.last_day)
    return Evidence(bad=newest.without_target(), total=newest, kind="target_period")

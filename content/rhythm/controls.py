"""Probes of frequency and punctuality (R-022, R-023)."""

from __future__ import annotations

from content.review.controls import published_in
from content.rhythm.models import PostingPeriod
from content.rhythm.punctuality import off_time
from content.rhythm.rules import KIND
from governance.public import Evidence, Scope, Window, probe


@probe("R-022")
def accounts_post_as_often_as_they_must(scope: Scope, window: Window) -> Evidence:
    """Days, weeks and months of accounts with a minimum that ended in the window, and those below it."""
    rows = PostingPeriod.objects.filter(last_day__gte=window.first_day, last_day__lte=window.last_day)
    total = scope.narrow(rows)
    return Evidence(bad=total.below(), total=total, kind=KIND)


@probe("R-023", line="publish.target")
def posts_go_out_when_planned(scope: Scope, window: Window) -> Evidence:
    """Publications with a planned time, and those outside the tolerance of their account."""
    total = published_in(scope, window).exclude(planned_for=None)
    return Evidence(bad=off_time(total, window.now), total=total, kind="publication")

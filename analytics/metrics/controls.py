"""Probes of the figures: the dictionary (R-085), posts without record (R-040), figures without a file (R-089)."""

from __future__ import annotations

from accounts.public import PlatformAccount
from analytics.metrics.models import AccountDay, MetricDefinition, PlatformPost, PublicationDay
from analytics.metrics.rules import PACK_NAMES
from governance.public import Evidence, Scope, Window, param, probe


def _well_defined() -> dict[str, set[str]]:
    """Codes of metrics with definition, unit and source in both languages, and where each is mapped."""
    fields = ("definition_zh", "definition_en", "unit_zh", "unit_en", "source_zh", "source_en")
    return {
        row.code: set(row.platforms)
        for row in MetricDefinition.objects.all()
        if all(getattr(row, name).strip() for name in fields)
    }


@probe("R-085")
def required_metrics_are_defined(scope: Scope, window: Window) -> Evidence:
    """Accounts, and those for which a metric of their rule books lacks definition, unit, source or mapping."""
    defined = _well_defined()
    total = scope.narrow(PlatformAccount.objects.filter(status="active"), account="pk")
    lacking = []
    for account in total:
        wanted = param("metrics.required", account=account, at=window.now).value
        codes = [PACK_NAMES.get(code, code) for code in wanted]
        if any(not defined.get(code, set()) & {account.platform, "generic", "all"} for code in codes):
            lacking.append(account.pk)
    return Evidence(bad=total.filter(pk__in=lacking), total=total, kind="platform_account")


@probe("R-040", part="seen", mode="Z")
def posts_seen_have_a_record(scope: Scope, window: Window) -> Evidence:
    """Posts that an export showed in the window, and those with neither a publication record nor an explanation."""
    total = scope.narrow(
        PlatformPost.objects.filter(first_seen_at__gte=window.start, first_seen_at__lte=window.end),
    )
    return Evidence(bad=total.unregistered(), total=total, kind="platform_post")


@probe("R-089", part="days", mode="Z")
def daily_figures_have_their_file(scope: Scope, window: Window) -> Evidence:
    """Daily figures of the window, and those that no kept file stands behind."""
    total = scope.narrow(
        AccountDay.objects.filter(day__gte=window.first_day, day__lte=window.last_day),
    )
    return Evidence(bad=total.filter(run=None), total=total)


@probe("R-089", part="posts", mode="Z")
def figures_of_posts_have_their_file(scope: Scope, window: Window) -> Evidence:
    """Figures of posts of the window, and those that no kept file stands behind."""
    total = scope.narrow(
        PublicationDay.objects.filter(day__gte=window.first_day, day__lte=window.last_day),
    )
    return Evidence(bad=total.filter(run=None), total=total)

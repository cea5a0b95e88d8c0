"""Probes of planning: complete plan items, drafts with a reason to exist (R-018, R-019)."""

from __future__ import annotations

from content.drafts.models import Draft, DraftQuerySet
from content.plans.models import PlanItem
from governance.public import Evidence, Scope, Window, param, probe


@probe("R-018")
def submitted_plans_are_complete(scope: Scope, window: Window) -> Evidence:
    """Plan items that were submitted, and those that lack an element."""
    total = scope.narrow(
        PlanItem.objects.filter(submitted_at__gte=window.start, submitted_at__lte=window.end).exclude(status="draft"),
        person="author_id",
    )
    return Evidence(bad=total.incomplete(), total=total, kind="plan")


def _submitted(scope: Scope, window: Window) -> DraftQuerySet:
    rows = Draft.objects.filter(submitted_at__gte=window.start, submitted_at__lte=window.end)
    return scope.narrow(rows, person="author_id")


@probe("R-019", mode="Z")
def drafts_hang_on_a_plan(scope: Scope, window: Window) -> Evidence:
    """Submitted drafts, and those with neither an approved plan item nor an approved urgent reason."""
    total = _submitted(scope, window)
    return Evidence(bad=total.without_reason(), total=total, kind="draft")


@probe("R-019", part="urgent", mode="Z")
def urgent_drafts_stay_the_exception(scope: Scope, window: Window) -> Evidence:
    """Urgent drafts count as bad once they are more than the share that the rule book allows."""
    total = _submitted(scope, window)
    urgent = total.urgent()
    where = {"account": scope.account} if scope.account else {"pack": scope.pack} if scope.pack else {}
    share = float(param("urgent.share", at=window.now, **where).value)
    too_many = urgent.count() * 100 > share * total.count()
    return Evidence(bad=urgent if too_many else urgent.none(), total=total, kind="draft")

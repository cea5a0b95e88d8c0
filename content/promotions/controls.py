"""How paid promotion is measured: no spending without an agreed budget and an advertising label (R-049)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from content.promotions.models import Promotion
from content.promotions.rules import APPROVAL, KIND
from governance.public import Evidence, Scope, Window, probe

# A promotion whose last day is so long ago has its result written down (ours).
RESULT_WITHIN = timedelta(days=14)


@probe("R-049")
def money_is_spent_by_an_agreed_budget_with_a_label(scope: Scope, window: Window) -> Evidence:
    """Promotions on which money was spent, and those without plan, agreed budget, label in time, or result."""
    rows = Promotion.objects.spending().filter(first_day__lte=window.last_day, last_day__gte=window.first_day)
    total = scope.narrow(rows, department="account__department_id", person="author_id")
    agreed = Q(
        request__kind=APPROVAL, request__status="agreed", request__target_id=F("pk"), agreed_at__isnull=False,
        spent__lte=F("budget"),
    )  # fmt: skip
    labelled = ~Q(label="") & Q(label_seen_at__lte=F("started_at"))
    day = (window.now - RESULT_WITHIN).date()
    told = Q(last_day__gte=day) | ~Q(result="")
    good = total.filter(agreed & labelled & told & ~Q(plan=""))
    return Evidence(bad=total.exclude(pk__in=good.values("pk")), total=total, kind=KIND)

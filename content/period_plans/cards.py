"""What period plans put on the Today page: those to decide, and those to write with their clock (R-017)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.period_plans.lacking import Deciders, lacking_approver
from content.period_plans.models import PeriodPlan
from content.period_plans.rules import KIND
from content.period_plans.workflow import SUBMITTED, WRITABLE
from governance.public import Card, CardItem, card, deadlines_of, steady

if TYPE_CHECKING:
    from collections.abc import Sequence

    from accounts.public import User

SHOWN = 20


def _items(plans: Sequence[PeriodPlan]) -> list[CardItem]:
    clocks = deadlines_of(KIND, [plan.pk for plan in plans])
    return [
        CardItem(plan.title, plan.get_absolute_url(), plan.due_at, account=plan.account, note=plan.get_level_display(),
                 deadline=next(iter(clocks.get(plan.pk, [])), None))
        for plan in plans
    ]  # fmt: skip


@card("period_plans_to_approve", title=_("Period plans to approve"), order=15)
def period_plans_to_approve(user: User, now: datetime) -> Card:
    """Submitted plans that this person decides by the rule book."""
    rows = PeriodPlan.objects.filter(status=SUBMITTED).select_related("account", "author", "responsible")
    deciders = Deciders(now)
    with steady():
        found = [
            plan for plan in rows.order_by("due_at", "pk")
            if lacking_approver(plan, user, now, deciders=deciders) is None
        ]  # fmt: skip
    return Card(_items(found[:SHOWN]), f"{reverse('content:period_plan_list')}?status=submitted")


@card("period_plans_to_write", title=_("Period plans to write"), order=16)
def period_plans_to_write(user: User, now: datetime) -> Card:
    """Plans for which this person answers, or that they began, and that are not submitted."""
    mine = Q(responsible=user) | Q(responsible=None, author=user)
    rows = PeriodPlan.objects.filter(mine, status__in=WRITABLE).select_related("account").order_by("due_at", "pk")
    return Card(_items(list(rows[:SHOWN])), reverse("content:period_plan_list"))

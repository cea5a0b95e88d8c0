"""Plan items hang on the approved month or week plan that holds their day (R-017, R-018, K-4.2.1)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from content.period_plans.models import PeriodPlan
from content.period_plans.places import holding_for
from content.period_plans.rules import ITEM_LEVELS, ITEMS_INSIDE
from content.period_plans.workflow import APPROVED
from governance.public import Sentence, param, today

if TYPE_CHECKING:
    from accounts.public import User
    from content.plans.models import PlanItem


def plan_around(item: PlanItem, at: datetime | None = None) -> PeriodPlan | None:
    """The approved plan of the narrowest level that holds the item's day, that of the account itself first."""
    if item.planned_at is None:
        return None
    rows = PeriodPlan.objects.filter(holding_for([item.account], at), status=APPROVED, level__in=ITEM_LEVELS)
    found = rows.holding(today(item.planned_at))
    return min(found, key=_nearness, default=None)


def _nearness(plan: PeriodPlan) -> tuple[int, bool, bool]:
    return ITEM_LEVELS.index(plan.level), plan.account_id is None, not plan.pack


def inside_a_period_plan(item: PlanItem, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Where the rule book demands it, an item is submitted inside an approved plan only."""
    if not param(ITEMS_INSIDE, account=item.account).value or plan_around(item) is not None:
        return None
    return _("No approved month or week plan holds this day. Have the plan of that period approved first, or choose a"
             " day inside one that is.")  # fmt: skip

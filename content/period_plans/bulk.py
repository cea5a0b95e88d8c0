"""One approval of many period plans, each checked by itself: what is refused is listed, what passed stays (R-017)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from content.period_plans.models import PeriodPlan
from content.period_plans.services import approve_period_plan
from governance.public import Refused, Sentence

if TYPE_CHECKING:
    from accounts.public import User


@dataclass
class Approved:
    """How an approval of many went."""

    done: int = 0
    refused: list[tuple[PeriodPlan, Sentence]] = field(default_factory=list)


def approve_period_plans(versions: Mapping[int, int], *, actor: User, at: datetime | None = None) -> Approved:
    """Approve period plans as their list showed them: `versions` holds the `lock_version` of each.

    A longer period is approved before those inside it; each plan is a transaction of its own.
    """
    found = Approved()
    rows = PeriodPlan.objects.visible_to(actor).filter(pk__in=list(versions)).order_by("starts_on", "-ends_on", "pk")
    for plan in rows:
        try:
            approve_period_plan(plan, actor=actor, version=versions[plan.pk], at=at)
        except Refused as refusal:
            found.refused.append((plan, refusal.sentence))
        else:
            found.done += 1
    return found

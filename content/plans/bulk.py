"""One approval of many plan items, each checked by itself: what is refused is listed, what passed stays."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from content.plans.models import PlanItem
from content.plans.services import approve_plan
from governance.public import Refused, Sentence

if TYPE_CHECKING:
    from accounts.public import User


@dataclass
class Approved:
    """How an approval of many went."""

    done: int = 0
    refused: list[tuple[PlanItem, Sentence]] = field(default_factory=list)


def approve_plans(versions: Mapping[int, int], *, actor: User, at: datetime | None = None) -> Approved:
    """Approve plan items as their list showed them: `versions` holds the `lock_version` of each (D-6.1.1)."""
    found = Approved()
    for item in PlanItem.objects.visible_to(actor).filter(pk__in=list(versions)).order_by("planned_at", "pk"):
        try:
            approve_plan(item, actor=actor, version=versions[item.pk], at=at)
        except Refused as refusal:
            found.refused.append((item, refusal.sentence))
        else:
            found.done += 1
    return found

"""Posts of the rule books end with the work here, and stand vacant until somebody is appointed (R-123)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from accounts.posts.models import PostHolding
from accounts.posts.services import end_holding


def _held(person: User, at: datetime) -> list[Holding]:
    rows = PostHolding.objects.open().filter(person=person).select_related("post__policy")
    return [Holding("post", row.post_id, str(row.post)) for row in rows]


def _end(handing: Handing) -> User | None:
    rows = PostHolding.objects.open().filter(person=handing.person, post=handing.holding.object_id)
    for row in rows:
        end_holding(row, actor=None, at=handing.at)
    return None


register_holding(HoldingKind("post", _("Posts held"), _held, _end, passes=False))

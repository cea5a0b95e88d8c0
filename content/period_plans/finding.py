"""What the search of the site finds among period plans: titles, aims and topics, within what a person may see."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from content.period_plans.models import PeriodPlan
from governance.public import Hit

if TYPE_CHECKING:
    from accounts.public import User


def find_period_plans(user: User, query: str, limit: int) -> list[Hit]:
    """Period plans by title, aims or topics; the newest first."""
    words = Q(title__icontains=query) | Q(aims__icontains=query) | Q(topics__icontains=query)
    rows = PeriodPlan.objects.visible_to(user).filter(words).select_related("account").order_by("-pk")[:limit]
    zone = timezone.get_default_timezone()
    return [
        Hit(row.title, row.get_absolute_url(), row.get_status_display(), row.account,
            datetime.combine(row.starts_on, time.min, zone))
        for row in rows
    ]  # fmt: skip

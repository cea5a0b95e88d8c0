"""What the search of the site finds among campaigns: themes and aims, within what a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from content.campaigns.models import Campaign
from governance.public import Hit

if TYPE_CHECKING:
    from accounts.public import User


def find_campaigns(user: User, query: str, limit: int) -> list[Hit]:
    """Campaigns by theme, aim or prizes; the newest first."""
    words = Q(theme__icontains=query) | Q(aim__icontains=query) | Q(prizes__icontains=query)
    rows = Campaign.objects.visible_to(user).filter(words).select_related("account").order_by("-pk")[:limit]
    return [
        Hit(row.theme, row.get_absolute_url(), row.get_status_display(), row.account, row.starts_at) for row in rows
    ]

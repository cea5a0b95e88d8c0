"""What the search of the site finds among material requests: titles and needs, within what a person may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from content.materials.models import MaterialRequest
from governance.public import Hit

if TYPE_CHECKING:
    from accounts.public import User


def find_materials(user: User, query: str, limit: int) -> list[Hit]:
    """Requests by title or need; the newest first."""
    words = Q(title__icontains=query) | Q(need__icontains=query)
    rows = MaterialRequest.objects.visible_to(user).filter(words).select_related("account").order_by("-pk")[:limit]
    return [Hit(row.title, row.get_absolute_url(), row.get_status_display(), row.account, row.due_at) for row in rows]

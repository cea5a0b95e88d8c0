"""What the search of the site finds among reviews of rights: those of accounts of that name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from accounts.recertification.models import RecertificationRound
from governance.public import Hit

if TYPE_CHECKING:
    from accounts.people.models import User


def find_rounds(user: User, query: str, limit: int) -> list[Hit]:
    """Reviews that this person may see, of accounts whose handle or name holds the words; the newest first."""
    named = (
        Q(account__handle__icontains=query)
        | Q(account__name_zh__icontains=query)
        | Q(account__name_en__icontains=query)
    )
    rows = RecertificationRound.objects.visible_to(user, timezone.now()).filter(named).select_related("account")
    return [Hit(str(row), row.get_absolute_url(), str(row.get_status_display())) for row in rows[:limit]]

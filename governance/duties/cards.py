"""What duties have waiting for a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.duties.models import JOINED, Duty
from governance.duties.pages import with_clocks
from governance.home.registry import Card, CardItem, card
from governance.home.rules import ITEMS_PER_CARD

if TYPE_CHECKING:
    from accounts.models import User


@card("duties_due", title=_("Duties"), order=36)
def duties_due(user: User, now: datetime) -> Card:
    """Duties whose clock runs for this person, soonest first."""
    rows = Duty.objects.clocked_for(user).select_related(*JOINED).order_by("due_at", "pk")
    items = [
        CardItem(str(row), row.get_absolute_url(), row.due_at, row.get_cause_display(), row.account, clock)
        for row, clock in with_clocks(list(rows[:ITEMS_PER_CARD]))
    ]
    return Card(items, reverse("governance:duties"))

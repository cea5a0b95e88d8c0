"""What corrections put on the Today page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.corrections.models import Correction
from content.corrections.rules import KIND, PUBLISH
from content.corrections.workflow import AGREED
from governance.public import Card, CardItem, accounts_for, card, deadlines_of

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 50


@card("posts_to_correct", title=_("Posts to correct"), order=7)
def posts_to_correct(user: User, now: datetime) -> Card:
    """Corrections that were agreed to, for whoever publishes there."""
    accounts = accounts_for(user, PUBLISH)
    if not accounts:
        return Card([])
    rows = Correction.objects.filter(status=AGREED, account_id__in=accounts).select_related("publication", "account")
    found = list(rows.order_by("due_at")[:SHOWN])
    clocks = deadlines_of(KIND, [row.pk for row in found])
    items = [
        CardItem(
            title=row.publication.title, url=row.get_absolute_url(), due_at=row.due_at, account=row.account,
            deadline=next((clock for clock in clocks.get(row.pk, []) if clock.is_open), None),
        )
        for row in found
    ]  # fmt: skip
    return Card(items, reverse("content:correction_list"))

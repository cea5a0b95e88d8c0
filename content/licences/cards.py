"""What licences put on the Today page: those that end soon, of whoever keeps them (R-029)."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from content.licences.services import ending_soon
from governance.public import Card, CardItem, card

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 20


@card("licences_to_renew", title=_("Licences to renew"), order=38)
def licences_to_renew(user: User, now: datetime) -> Card:
    """Licences that this person keeps and that end within the days of notice."""
    zone = timezone.get_default_timezone()
    rows = ending_soon(now, keeper=user)[:SHOWN]
    items = [
        CardItem(
            title=licence.reference, url=licence.get_absolute_url(), account=licence.account,
            due_at=datetime.combine(until, time.max, zone),
        )
        for licence, until in rows
    ]  # fmt: skip
    return Card(items, reverse("content:licence_list"))

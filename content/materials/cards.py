"""What material requests put on the Today page: what this person's department has to supply or to confirm (R-043)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.materials.models import MaterialRequest
from content.materials.rules import KIND
from content.materials.workflow import DELIVERED
from governance.public import Card, CardItem, card, deadlines_of, standing_in_for

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 20


@card("material_to_supply", title=_("Material to supply"), order=21)
def material_to_supply(user: User, now: datetime) -> Card:
    """Open requests for which this person is responsible, or stands in for who is; the soonest first."""
    people = [user.pk, *standing_in_for(user.pk, now)]
    rows = MaterialRequest.objects.open().filter(responsible_id__in=people).select_related("account")
    found = list(rows.order_by("due_at")[:SHOWN])
    clocks = deadlines_of(KIND, [row.pk for row in found])
    items = [
        CardItem(
            title=row.title, url=row.get_absolute_url(), due_at=row.due_at, account=row.account,
            note=_("accuracy to be confirmed") if row.status == DELIVERED else "",
            deadline=next(iter(clocks.get(row.pk, [])), None),
        )
        for row in found
    ]  # fmt: skip
    return Card(items, reverse("content:material_list"))

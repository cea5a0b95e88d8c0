"""What leaving puts on the Today page: leave-takings whose day has come and that are held up."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.leaving.models import Departure
from accounts.leaving.rules import MANAGE
from accounts.people.models import User
from governance.public import Card, CardItem, can, card, today

SHOWN = 20


@card("departures_held_up", title=gettext_lazy("Leavings that are held up"), order=31)
def departures_held_up(user: User, now: datetime) -> Card:
    """For whoever manages people: the day has come, and something has no successor (R-012)."""
    if not can(user, MANAGE):
        return Card([], reverse("accounts:departures"))
    rows = Departure.objects.due(today(now)).select_related("person")
    note = _("Somebody must be able to take everything first.")
    return Card(
        [CardItem(str(row), row.get_absolute_url(), None, note=note) for row in rows[:SHOWN]],
        reverse("accounts:departures"),
    )

"""What grants put on the Today page: roles that soon are over (R-012)."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.grants.rules import TOLD_AHEAD
from accounts.people.models import User
from governance.public import Card, CardItem, Grant, card

SHOWN = 20


@card("grants_over_soon", title=_("Roles that are over soon"), order=36)
def grants_over_soon(user: User, now: datetime) -> Card:
    """One's own, and those that one agreed to."""
    rows = Grant.objects.expiring(now, now + TOLD_AHEAD).filter(Q(person=user) | Q(begun_by=user))
    return Card(
        [
            CardItem(str(row), row.get_absolute_url(), row.expires_at, account=row.account)
            for row in rows.select_related("person", "account").order_by("expires_at")[:SHOWN]
        ],
        reverse("accounts:grants"),
    )  # fmt: skip

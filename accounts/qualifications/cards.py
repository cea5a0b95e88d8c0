"""What qualifications put on the Today page: those that end soon, one's own and those that one can renew (R-122)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.qualifications.rules import APPOINT
from accounts.qualifications.services import ending_soon
from governance.public import Card, CardItem, can, card

SHOWN = 20


@card("qualifications", title=_("Qualifications of reviewers to renew"), order=36)
def qualifications_to_renew(user: User, now: datetime) -> Card:
    """Qualifications that end within thirty days and have no successor yet."""
    rows = ending_soon(now) if can(user, APPOINT) else ending_soon(now).filter(person=user)
    first = rows.order_by("valid_until")[:SHOWN]
    items = [CardItem(str(row.person), row.get_absolute_url(), row.valid_until) for row in first]
    return Card(items, reverse("accounts:qualifications"))

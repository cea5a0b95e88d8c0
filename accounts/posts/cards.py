"""What posts put on the Today page: duty sheets to accept (R-123)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.posts.models import PostHolding
from governance.public import Card, CardItem, card


@card("duty_sheets", title=_("Duty sheets to accept"), order=16)
def duty_sheets_to_accept(user: User, now: datetime) -> Card:
    """Posts that this person holds under a sheet not accepted yet."""
    rows = PostHolding.objects.to_accept(now).filter(person=user).select_related("post__policy")
    items = [CardItem(str(row.post), row.post.get_absolute_url(), note=str(row.post.policy)) for row in rows]
    return Card(items, reverse("accounts:posts"))

"""What requests have waiting for a person."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from governance.approvals.models import ApprovalRequest
from governance.approvals.pages import with_clocks
from governance.home.registry import Card, CardItem, card
from governance.home.rules import ITEMS_PER_CARD

if TYPE_CHECKING:
    from accounts.models import User


@card("requests_to_decide", title=_("Requests to decide"), order=8)
def requests_to_decide(user: User, now: datetime) -> Card:
    """Requests that this person is asked to decide, in their own right or as a deputy."""
    rows = ApprovalRequest.objects.waiting_for(user).select_related("asked_by", "account").order_by("due_at")
    items = [
        CardItem(
            str(row), row.get_absolute_url(), row.due_at, format_lazy(_("asked by {name}"), name=str(row.asked_by)),
            row.account, clock,
        )
        for row, clock in with_clocks(list(rows[:ITEMS_PER_CARD]))
    ]  # fmt: skip
    return Card(items, reverse("governance:approvals"))

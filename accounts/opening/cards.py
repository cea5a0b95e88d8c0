"""Accounts that were applied for and are not open yet, on the Today page (R-003)."""

from __future__ import annotations

from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.opening.rules import KIND
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import MANAGE
from governance.public import ApprovalRequest, Card, CardItem, can, card

SHOWN = 20


@card("accounts_applied_for", title=_("Accounts applied for"), order=36)
def accounts_applied_for(user: User, now: datetime) -> Card:
    """Applications of this person that wait, or came back with a no; for whoever may open accounts."""
    if not can(user, MANAGE):
        return Card([])
    rows = list(PlatformAccount.objects.filter(status="applied", applied_by=user).order_by("handle")[:SHOWN])
    newest = {
        request.target_id: request
        for request in ApprovalRequest.objects.filter(
            kind=KIND, target_kind="platform_account", target_id__in=[row.pk for row in rows]
        ).order_by("asked_at", "pk")
    }
    items = []
    for row in rows:
        request = newest.get(row.pk)
        waits = request is not None and request.status == "waiting"
        note = request.get_status_display() if request else _("nobody was asked yet")
        items.append(
            CardItem(str(row), row.get_absolute_url(), request.due_at if request and waits else None, note=str(note),
                     account=row)
        )  # fmt: skip
    return Card(items, f"{reverse('accounts:accounts')}?status=applied")

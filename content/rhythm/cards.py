"""What the rhythm of posting puts on the Today page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.public import PlatformAccount
from content.rhythm.forecast import outlooks
from governance.public import Card, CardItem, accounts_for, card

if TYPE_CHECKING:
    from accounts.public import User


@card("posts_missing", title=gettext_lazy("Too few posts planned"), order=31)
def posts_missing(user: User, now: datetime) -> Card:
    """Accounts that this person manages where less is planned than the period that runs asks for."""
    managed = accounts_for(user, "accounts.manage")
    if not managed:
        return Card([])
    rows = outlooks(PlatformAccount.objects.filter(status="active", pk__in=managed), now)
    items = [
        CardItem(
            title=_("%(short)d of %(minimum)d posts are not planned") % {"short": row.short, "minimum": row.minimum},
            url=reverse("content:frequency_account", args=[row.account.pk]), due_at=row.ends, account=row.account,
        )
        for row in rows if row.short
    ]  # fmt: skip
    return Card(items, reverse("content:frequency_list"))

"""What planning again puts on the Today page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.replanning.services import drafts_to_plan_again
from governance.public import VIEW_ACCOUNT, Card, CardItem, accounts_for, card

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 50


@card("drafts_to_plan_again", title=_("Approved too late: plan again"), order=13)
def drafts_to_plan_again_card(user: User, now: datetime) -> Card:
    """This person's signed drafts whose window is over."""
    rows = drafts_to_plan_again(accounts_for(user, VIEW_ACCOUNT), now).filter(author=user).select_related("account")
    items = [
        CardItem(
            title=row.title, url=reverse("content:draft_replan", args=[row.pk]), due_at=row.window_end,
            account=row.account,
        )
        for row in rows.defer("body").order_by("window_end")[:SHOWN]
    ]  # fmt: skip
    return Card(items, reverse("content:plan_again_list"))

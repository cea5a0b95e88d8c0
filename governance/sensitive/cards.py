"""What sensitive operations have waiting for a person: to be carried out, to be reviewed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.access.services import accounts_for
from governance.home.registry import Card, CardItem, card
from governance.home.rules import ITEMS_PER_CARD
from governance.sensitive.models import SensitiveOperation, SensitiveOperationQuerySet
from governance.sensitive.rules import MANAGE, REVIEW_WITHIN

if TYPE_CHECKING:
    from accounts.models import User


@card("operations_to_carry_out", title=_("Agreed, to be carried out"), order=9)
def operations_to_carry_out(user: User, now: datetime) -> Card:
    """What somebody agreed to and this person has not done yet; the yes ends."""
    rows = SensitiveOperation.objects.good(now).filter(asked_by=user).select_related("account")
    items = [
        CardItem(str(row), row.get_absolute_url(), row.valid_until, account=row.account)
        for row in rows.order_by("valid_until")[:ITEMS_PER_CARD]
    ]
    return Card(items, reverse("governance:sensitive_operations"))


@card("operations_to_review", title=_("Agreed in a hurry, to be reviewed"), order=31)
def operations_to_review(user: User, now: datetime) -> Card:
    """What others agreed to and did in a hurry, on accounts that this person manages."""
    rows: SensitiveOperationQuerySet = SensitiveOperation.objects.to_review()
    mine = rows.filter(account_id__in=accounts_for(user, MANAGE)).exclude(asked_by=user).exclude(agreed_by=user)
    items = [
        CardItem(
            str(row), row.get_absolute_url(), row.done_at + REVIEW_WITHIN if row.done_at else None,
            account=row.account,
        )
        for row in mine.select_related("account").order_by("done_at")[:ITEMS_PER_CARD]
    ]  # fmt: skip
    return Card(items, reverse("governance:sensitive_operations"))

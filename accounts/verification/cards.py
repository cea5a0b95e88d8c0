"""Verifications to obtain or to renew, on the Today page (R-004)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.verification.models import AccountVerification, verified_accounts
from accounts.verification.rules import GRACE, RENEW_AHEAD, VERIFIED
from governance.public import Card, CardItem, accounts_for, card, param, today

SHOWN = 20


@card("verifications_due", title=_("Verifications to obtain or renew"), order=35)
def verifications_due(user: User, now: datetime) -> Card:
    """On the accounts that this person manages: not verified yet, or soon over."""
    day, mine = today(now), accounts_for(user, "accounts.manage")
    if not mine:
        return Card([])
    soon = AccountVerification.objects.filter(
        account_id__in=mine, status=VERIFIED, expires_on__lte=day + RENEW_AHEAD / 2
    )
    items = [
        CardItem(str(row), row.get_absolute_url(), _evening(row.expires_on), account=row.account)
        for row in soon.select_related("account").order_by("expires_on", "pk")[:SHOWN]
        if row.expires_on is not None
    ]
    missing = PlatformAccount.objects.active().filter(pk__in=mine).exclude(verified_accounts(day))
    for account in missing.order_by("opened_on", "pk")[:SHOWN]:
        days = timedelta(days=int(param(GRACE, account=account, at=now).value))
        due = _evening(account.opened_on + days) if account.opened_on else None
        items.append(CardItem(str(account), f"{account.get_absolute_url()}#verification", due, account=account))
    return Card(items, reverse("accounts:accounts"))


def _evening(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time(18)), timezone.get_default_timezone())

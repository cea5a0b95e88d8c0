"""What custody puts on the Today page: secrets to change, logins to give back, emergencies to review."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.rules import BREAK_GLASS
from accounts.people.models import User
from governance.public import Card, CardItem, accounts_for, card, param

SHOWN = 20


@card("secrets_to_change", title=_("Secrets to change"), order=33)
def secrets_to_change(user: User, now: datetime) -> Card:
    """Logins in this person's custody that are due within the days of the reminder (R-009)."""
    soon = now + timedelta(days=int(param("rotation.remind", at=now).value))
    rows = Credential.objects.kept().filter(custodian=user, rotation_due_at__lte=soon).select_related("account")
    return Card(
        [
            CardItem(str(row), row.get_absolute_url(), row.rotation_due_at, note=row.get_rotation_cause_display(),
                     account=row.account)
            for row in rows.order_by("rotation_due_at")[:SHOWN]
        ],
        reverse("accounts:credentials"),
    )  # fmt: skip


@card("logins_in_hand", title=_("Logins to give back"), order=34)
def logins_in_hand(user: User, now: datetime) -> Card:
    """Logins that this person has in hand."""
    rows = Checkout.objects.out().filter(person=user).select_related("credential__account")
    return Card(
        [
            CardItem(str(row.credential), row.credential.get_absolute_url(), row.due_back_at,
                     account=row.credential.account)
            for row in rows[:SHOWN]
        ],
        reverse("accounts:credentials"),
    )  # fmt: skip


@card("logins_shared", title=_("Logins shared with you"), order=35)
def logins_shared(user: User, now: datetime) -> Card:
    """Logins that this person may use for some days and has not in hand."""
    rows = Share.objects.valid(now).filter(person=user, credential__status="kept")
    rows = rows.exclude(credential__checkouts__in=Checkout.objects.out().filter(person=user))
    return Card(
        [
            CardItem(str(row.credential), row.credential.get_absolute_url(), row.until, account=row.credential.account)
            for row in rows.select_related("credential__account").order_by("until")[:SHOWN]
        ],
        reverse("accounts:credentials"),
    )  # fmt: skip


@card("glass_to_review", title=_("Emergencies to review"), order=32)
def glass_to_review(user: User, now: datetime) -> Card:
    """Logins taken out in an emergency by somebody else, on accounts that this person keeps or manages."""
    rows = Checkout.objects.filter(ground=BREAK_GLASS, reviewed_at=None).exclude(person=user)
    mine = rows.filter(credential__custodian=user) | rows.filter(
        credential__account_id__in=accounts_for(user, "accounts.manage")
    )
    return Card(
        [
            CardItem(str(row.credential), reverse("accounts:checkout_detail", args=[row.pk]), row.taken_at,
                     note=row.reason, account=row.credential.account)
            for row in mine.select_related("credential__account")[:SHOWN]
        ],
        reverse("accounts:credentials"),
    )  # fmt: skip

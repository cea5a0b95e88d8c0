"""The verification of an account, as a row of its health (R-004, A-02)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from accounts.verification.models import AccountVerification, verified_accounts
from accounts.verification.rules import GRACE, IDENTITY, QUALIFICATION, RENEW_AHEAD
from governance.public import param, today


def _good(accounts: Sequence[PlatformAccount], purpose: str, now: datetime) -> dict[int, AccountVerification]:
    rows = AccountVerification.objects.good_on(today(now)).filter(
        account__in=[row.pk for row in accounts], purpose=purpose
    )
    return {row.account_id: row for row in rows.order_by("verified_on", "pk")}


def _standing(row: AccountVerification, now: datetime, good: object) -> Health:
    near = row.expires_on is not None and row.expires_on - RENEW_AHEAD / 2 < today(now)
    return Health(
        WARN if near else GOOD, _("good until %(day)s") % {"day": row.expires_on} if row.expires_on else good,  # type: ignore[arg-type]
        row.get_absolute_url(),
    )  # fmt: skip


def tell_verification(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """Verified until when, in the grace, or neither; one statement."""
    good = _good(accounts, IDENTITY, now)
    found: dict[int, Health] = {}
    for account in accounts:
        row = good.get(account.pk)
        if row is not None:
            found[account.pk] = _standing(row, now, _("verified"))
        elif account.opened_on is not None and account.status != "closed":
            last = account.opened_on + timedelta(days=int(param(GRACE, account=account, at=now).value))
            in_grace = last >= today(now)
            word = _("to be verified by %(day)s") % {"day": last} if in_grace else _("not verified")
            found[account.pk] = Health(WARN if in_grace else BAD, word, "#verification")
    return found


def tell_qualification(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """The qualification that an account in a regulated field shows; one statement, none without such accounts."""
    regulated = [account for account in accounts if account.regulated_field]
    good = _good(regulated, QUALIFICATION, now) if regulated else {}
    return {
        account.pk: _standing(good[account.pk], now, _("shown"))
        if account.pk in good
        else Health(WARN, _("no qualification is recorded"), "#verification")
        for account in regulated
    }


def unverified(now: datetime) -> Q:
    """Accounts that are not verified today, whether in their grace or after it."""
    return ~Q(verified_accounts(today(now)))


VERIFICATION_HEALTH = HealthRow("verification", _("Verification"), tell_verification, order=10, attention=unverified)
QUALIFICATION_HEALTH = HealthRow("qualification", _("Qualification"), tell_qualification, order=11)

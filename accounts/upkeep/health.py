"""Duties on an account that are to be done, as a row of its health; its records are behind it (R-121)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, QUIET, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from governance.public import Duty


def tell_duties(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """How many duties are open on each account, how many of them late, and when the next is due; one statement."""
    rows = Duty.objects.open().filter(account__in=[row.pk for row in accounts]).order_by().values("account")
    counts = {
        row["account"]: row
        for row in rows.annotate(late=Count("pk", filter=Q(due_at__lt=now)), all=Count("pk"), first=Min("due_at"))
    }
    found: dict[int, Health] = {}
    for account in accounts:
        url = f"{reverse('governance:duty_records')}?account={account.pk}"
        row = counts.get(account.pk)
        if row is None:
            found[account.pk] = Health(QUIET, _("no duty is open"), url)
        elif row["late"]:
            word = ngettext("%(count)d duty is late", "%(count)d duties are late", row["late"])
            found[account.pk] = Health(BAD, word % {"count": row["late"]}, url, row["first"])
        else:
            word = ngettext("%(count)d duty is due", "%(count)d duties are due", row["all"])
            found[account.pk] = Health(GOOD, word % {"count": row["all"]}, url, row["first"])
    return found


HEALTH = HealthRow("duties", _("Duties"), tell_duties, order=61)

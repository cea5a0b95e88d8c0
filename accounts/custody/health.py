"""The rotation of an account's logins, as a row of its health (R-009)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Exists, Min, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.custody.models import Credential
from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, QUIET, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from governance.public import param


def tell_rotation(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """When the next secret of each account must change; one statement."""
    rows = Credential.objects.kept().filter(account__in=[row.pk for row in accounts]).order_by()
    due = {
        row["account"]: row["first"]
        for row in rows.values("account").annotate(first=Min("rotation_due_at"), count=Count("pk"))
    }
    url, soon = reverse("accounts:credentials"), timedelta(days=int(param("rotation.remind", at=now).value))
    found: dict[int, Health] = {}
    for account in accounts:
        first = due.get(account.pk)
        if account.pk not in due:
            found[account.pk] = Health(QUIET, _("no login in custody"), url)
        elif first is None:
            found[account.pk] = Health(GOOD, _("no secret to change"), url)
        elif first < now:
            found[account.pk] = Health(BAD, _("a secret is overdue"), url, first)
        else:
            near = first - soon < now
            found[account.pk] = Health(
                WARN if near else GOOD, _("to be changed soon") if near else _("changed in time"), url, first
            )
    return found


def overdue(now: datetime) -> Q:
    """Accounts with a login whose secret is overdue."""
    return Q(Exists(Credential.objects.overdue(now).filter(account=OuterRef("pk"))))


HEALTH = HealthRow("rotation", _("Change of secrets"), tell_rotation, order=20, attention=overdue)

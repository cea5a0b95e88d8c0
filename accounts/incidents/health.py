"""Incidents that are not closed, as a row of an account's health (R-011)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.incidents.models import TouchedAccount
from accounts.incidents.rules import HOLDING
from accounts.incidents.workflow import OPEN, UNCLOSED
from accounts.people.models import User
from accounts.platforms.health import BAD, GOOD, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount


def tell_incidents(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """How many are open on each account, and whether one holds its publishing; one statement."""
    rows = TouchedAccount.objects.filter(
        account__in=[row.pk for row in accounts], incident__status__in=UNCLOSED
    ).order_by("-incident_id")
    open_on: dict[int, list[tuple[int, bool]]] = {}
    for account_id, pk, kind, status in rows.values_list(
        "account_id", "incident_id", "incident__kind", "incident__status"
    ):
        open_on.setdefault(account_id, []).append((pk, status == OPEN and kind in HOLDING))
    return {account.pk: _standing(open_on.get(account.pk, [])) for account in accounts}


def _standing(found: list[tuple[int, bool]]) -> Health:
    if not found:
        return Health(GOOD, _("none is open"))
    word = ngettext("%(count)d is open", "%(count)d are open", len(found)) % {"count": len(found)}
    url = reverse("accounts:incident_detail", args=[found[0][0]]) if len(found) == 1 else reverse("accounts:incidents")
    return Health(BAD if any(holds for _pk, holds in found) else WARN, word, url)


def held(now: datetime) -> Q:
    """Accounts on which an incident lets nothing be published."""
    rows = TouchedAccount.objects.filter(account=OuterRef("pk"), incident__status=OPEN, incident__kind__in=HOLDING)
    return Q(Exists(rows))


HEALTH = HealthRow("incidents", _("Incidents"), tell_incidents, order=15, attention=held)

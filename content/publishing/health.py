"""The last publication of an account, as a row of its health (R-040)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Max
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.public import GOOD, QUIET, Health, HealthRow
from content.publishing.models import Publication

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


def tell_publication(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """When something was published last on each account; one statement."""
    rows = Publication.objects.filter(account__in=[row.pk for row in accounts], published_at__lte=now).order_by()
    newest = dict(rows.values_list("account").annotate(newest=Max("published_at")))
    return {
        account.pk: Health(GOOD, _("published last"), reverse("content:publication_list"), newest[account.pk])
        if account.pk in newest
        else Health(QUIET, _("nothing was published yet"))
        for account in accounts
    }


HEALTH = HealthRow("publication", _("Last publication"), tell_publication, order=50)

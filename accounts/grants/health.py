"""Who holds rights on an account, as a row of its health (R-012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from guardian.models import UserObjectPermission

from accounts.people.models import User
from accounts.platforms.health import GOOD, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount


def tell_grants(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """How many active people hold a right on each account; one statement."""
    rows = UserObjectPermission.objects.filter(
        object_pk__in=[str(row.pk) for row in accounts], content_type__app_label="accounts",
        content_type__model="platformaccount", user__is_active=True,
    )  # fmt: skip
    counts = {
        int(row["object_pk"]): row["people"]
        for row in rows.order_by().values("object_pk").annotate(people=Count("user", distinct=True))
    }
    found: dict[int, Health] = {}
    for account in accounts:
        count = counts.get(account.pk, 0)
        words = ngettext("%(count)d person holds a right", "%(count)d people hold a right", count) % {"count": count}
        found[account.pk] = (
            Health(GOOD, words, "#rights") if count else Health(WARN, _("nobody holds a right"), "#rights")
        )
    return found


HEALTH = HealthRow("grants", _("Grants"), tell_grants, order=30)

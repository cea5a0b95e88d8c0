"""Who holds rights on an account, and which of them soon are over, as rows of its health (R-012)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from django.db.models import Count, Min
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from guardian.models import UserObjectPermission

from accounts.people.models import User
from accounts.platforms.health import GOOD, WARN, Health, HealthRow
from accounts.platforms.models import PlatformAccount
from governance.public import Grant

# So far ahead roles that end are named.
AHEAD = timedelta(days=30)


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


def tell_expiring(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """How many roles on each account are over within the month, and when the first is; one statement."""
    rows = Grant.objects.expiring(now, now + AHEAD).filter(account__in=[row.pk for row in accounts])
    counts = {
        row["account"]: (row["count"], row["first"])
        for row in rows.order_by().values("account").annotate(count=Count("pk"), first=Min("expires_at"))
    }
    found: dict[int, Health] = {}
    for account in accounts:
        count, first = counts.get(account.pk, (0, None))
        word = ngettext("%(count)d role is over soon", "%(count)d roles are over soon", count) % {"count": count}
        found[account.pk] = (
            Health(WARN, word, "#rights", first) if count else Health(GOOD, _("no role is over soon"), "#rights")
        )
    return found


HEALTH = HealthRow("grants", _("Grants"), tell_grants, order=30)
EXPIRING_HEALTH = HealthRow("expiring", _("Roles that end"), tell_expiring, order=31)

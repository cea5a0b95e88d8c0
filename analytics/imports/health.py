"""The last import of figures of an account, as a row of its health (R-087)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.public import BAD, GOOD, QUIET, Health, HealthRow
from analytics.imports.lateness import last_imports, late_accounts, sees_imports
from governance.public import accounts_for

if TYPE_CHECKING:
    from accounts.public import PlatformAccount, User


def tell_import(accounts: Sequence[PlatformAccount], user: User, now: datetime) -> Mapping[int, Health]:
    """When figures were imported last, late or not; two statements. The page is for who reads figures there."""
    newest = last_imports([row.pk for row in accounts], until=now)
    late = late_accounts([row for row in accounts if row.status == "active"], now=now)
    reads = accounts_for(user, "accounts.view_metrics") if sees_imports(user) else frozenset()
    found: dict[int, Health] = {}
    for account in accounts:
        last, url = newest.get(account.pk), reverse("analytics:imports") if account.pk in reads else ""
        if account.pk in late:
            found[account.pk] = Health(BAD, _("figures are late"), url, last)
        elif last is None:
            found[account.pk] = Health(QUIET, _("nothing was imported yet"), url)
        else:
            found[account.pk] = Health(GOOD, _("imported last"), url, last)
    return found


HEALTH = HealthRow("import", _("Last import"), tell_import, order=40)

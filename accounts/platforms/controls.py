"""How the life of platform accounts is measured from the ledger."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef

from accounts.platforms.models import PlatformAccount
from governance.public import Evidence, LedgerEntry, Scope, Window, probe


@probe("R-003")
def accounts_were_opened_by_somebody_else(scope: Scope, window: Window) -> Evidence:
    """Active accounts that nobody but the applicant opened (K-4.1.1a, M-3.1.1)."""
    active = scope.narrow(PlatformAccount.objects.filter(status="active"), account="pk", department="department_id")
    opened = LedgerEntry.objects.filter(
        kind="platform_account", object_id=OuterRef("pk"), event="platform_account.opened", at__lt=window.end
    )
    by_another = opened.exclude(actor_id=F("account__applied_by_id"))
    return Evidence(bad=active.filter(~Exists(by_another)), total=active, kind="platform_account")

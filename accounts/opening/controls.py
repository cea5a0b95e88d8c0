"""How the opening of accounts is measured (R-003, K-4.1.1a, M-3.1.1)."""

from __future__ import annotations

from django.db.models import F, Q

from accounts.opening.rules import KIND
from accounts.platforms.models import PlatformAccount
from governance.public import Evidence, Scope, Window, probe


@probe("R-003")
def active_accounts_have_an_agreed_request(scope: Scope, window: Window) -> Evidence:
    """Active accounts without an opening request that somebody else than the applicant agreed to."""
    total = scope.narrow(PlatformAccount.objects.active(), account="pk", department="department_id")
    agreed = Q(
        opening_request__kind=KIND, opening_request__status="agreed", opening_request__target_kind="platform_account",
        opening_request__target_id=F("pk"), opening_request__decided_at__lt=window.end,
        registration__isnull=False,
    )  # fmt: skip
    return Evidence(bad=total.exclude(pk__in=total.filter(agreed)), total=total, kind="platform_account")

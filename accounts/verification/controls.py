"""How the verification of accounts is measured (R-004, D-2.1.2, K-4.1.1a, M-3.1.1, O-3.1.1)."""

from __future__ import annotations

from accounts.platforms.models import PlatformAccount
from accounts.verification.models import verified_accounts
from governance.public import Evidence, Scope, Window, probe


@probe("R-004")
def active_accounts_are_verified(scope: Scope, window: Window) -> Evidence:
    """Active accounts without a verification that is good on that day, whether in their grace or after it."""
    active = PlatformAccount.objects.active().exclude(opened_on__gt=window.last_day)
    total = scope.narrow(active, account="pk", department="department_id")
    return Evidence(bad=total.exclude(verified_accounts(window.last_day)), total=total, kind="platform_account")

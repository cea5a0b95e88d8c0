"""Probe of the imports: each account has a good import in its interval (R-087)."""

from __future__ import annotations

from accounts.public import PlatformAccount
from analytics.imports.lateness import last_imports, late_accounts
from governance.public import Evidence, Scope, Window, probe


@probe("R-087")
def accounts_are_imported_in_their_interval(scope: Scope, window: Window) -> Evidence:
    """Open accounts, the late ones among them, and the newest good import."""
    total = scope.narrow(PlatformAccount.objects.filter(status="active"), account="pk")
    late = late_accounts(total, now=window.now)
    moments = [
        moment for moment in last_imports(total.values_list("pk", flat=True), until=window.now).values() if moment
    ]
    return Evidence(
        bad=total.filter(pk__in=late), total=total, last=max(moments, default=None), kind="platform_account"
    )

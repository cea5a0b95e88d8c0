"""Probe of rotas: somebody is on duty in all working hours (R-059)."""

from __future__ import annotations

from accounts.public import PlatformAccount
from governance.public import Evidence, Scope, Window, probe
from interactions.rota.services import gaps


@probe("R-059")
def accounts_are_on_rota(scope: Scope, window: Window) -> Evidence:
    """Active accounts, and those with working hours in which nobody is on duty."""
    active = PlatformAccount.objects.filter(status="active")
    total = scope.narrow(active, account="pk", department="department_id")
    missing = [account_id for account_id, minutes in gaps(list(total)).items() if minutes]
    return Evidence(bad=total.filter(pk__in=missing), total=total, kind="platform_account")

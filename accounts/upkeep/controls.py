"""How upkeep is measured: the age of the last profile check and of the last renewal of each account (R-005, R-015)."""

from __future__ import annotations

from accounts.upkeep.rules import PAGE_UPKEEP, PROFILE_CHECK
from governance.public import Evidence, Scope, Window, duty_places, freshness_of_duty, places_late, probe


@probe("R-005")
def profiles_are_checked(scope: Scope, window: Window) -> Evidence:
    """Accounts whose last profile check has run out (D-2.1.1, K-4.1.1b, M-3.2.1, O-3.1.3)."""
    return _fresh(PROFILE_CHECK, scope, window)


@probe("R-015")
def pages_are_renewed(scope: Scope, window: Window) -> Evidence:
    """Accounts whose last renewal of the page has run out (M-3.2.2-3)."""
    return _fresh(PAGE_UPKEEP, scope, window)


def _fresh(kind: str, scope: Scope, window: Window) -> Evidence:
    total = scope.narrow(duty_places(kind, window), account="pk", department="department_id")
    return Evidence(
        bad=places_late(kind, total, window), total=total, last=freshness_of_duty(kind, total, scope, window),
        kind="platform_account",
    )  # fmt: skip

"""How people's statements are measured: operators and staff whose word still holds (R-010, R-107)."""

from __future__ import annotations

from django.db.models import Q

from accounts.attestations.kinds import without_line
from accounts.attestations.rules import SECURITY, UNDERTAKING
from governance.public import Evidence, Scope, Window, duty_places, places_without_record, probe


@probe("R-010")
def operators_attest_safe_work(scope: Scope, window: Window) -> Evidence:
    """Operators without a security attestation that holds, or abroad without the lawful line (M-3.3.2, O-3.2.3)."""
    total = scope.narrow(duty_places(SECURITY, window), account=None, department="department_id", person="pk")
    lacking = Q(pk__in=places_without_record(SECURITY, total, window).values("pk")) | Q(
        pk__in=without_line(window.now).values("pk")
    )
    return Evidence(bad=total.filter(lacking), total=total, kind="user")


@probe("R-107", part="undertakings", mode="T")
def staff_undertook_confidentiality(scope: Scope, window: Window) -> Evidence:
    """Members of staff without an undertaking that holds (D-7.2.1, K-5.2.1, M-1.3.5)."""
    total = scope.narrow(duty_places(UNDERTAKING, window), account=None, department="department_id", person="pk")
    return Evidence(bad=places_without_record(UNDERTAKING, total, window), total=total, kind="user")

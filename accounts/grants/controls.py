"""How grants are measured: each on an agreed request, by somebody other than who asked or gained (R-012, D-2.3.2)."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef, Q

from accounts.grants.models import AskedGrant
from governance.public import Evidence, Grant, GrantQuerySet, Scope, Window, probe

# What setup gives before there is anybody to ask.
FOUNDING_ROLES = frozenset({"admin"})


def _in_force(scope: Scope, window: Window) -> GrantQuerySet:
    """Grants that gave something at any moment of the window."""
    rows = Grant.objects.filter(begins_at__lt=window.end).filter(
        Q(ended_at=None) | Q(ended_at__gt=window.start), Q(expires_at=None) | Q(expires_at__gt=window.start)
    )
    return scope.narrow(rows, department="person__department_id", person="person_id")


@probe("R-012")
def grants_were_agreed_to(scope: Scope, window: Window) -> Evidence:
    """Grants in force that no request agreed to just so: person, role, account, end; or given by who asked or gained.

    What setup gave is counted apart (part "founding").
    """
    total = _in_force(scope, window).exclude(request=None, begun_by=None)
    asked = AskedGrant.objects.filter(
        Q(expires_at=None) | Q(expires_at__gte=OuterRef("expires_at")), request_id=OuterRef("request_id"),
        role=OuterRef("role"), request__status="agreed", request__beneficiary_id=OuterRef("person_id"),
        request__decided_at__lte=OuterRef("begins_at"),
    ).exclude(request__asked_by_id=OuterRef("begun_by_id"))  # fmt: skip
    there = asked.filter(account_id=OuterRef("account_id"))
    agreed = Exists(there) | (Q(account=None) & Exists(asked.filter(account=None)))
    bad = total.filter(~agreed | Q(begun_by=F("person")) | Q(begun_by=None))
    return Evidence(bad=bad, total=total, kind="grant")


@probe("R-012", part="founding")
def setup_gave_founding_roles_alone(scope: Scope, window: Window) -> Evidence:
    """Roles given by setup, without anybody to ask: fine for the first administrator, and for no other role."""
    total = _in_force(scope, window).founding()
    return Evidence(bad=total.exclude(role__in=FOUNDING_ROLES), total=total, kind="grant")

"""Probes of complaints: in time, without gaps, reported, made good (R-065, R-066, R-067)."""

from __future__ import annotations

from django.db.models import Q

from governance.public import Evidence, Scope, Window, probe
from interactions.complaints.models import Complaint, ComplaintQuerySet
from interactions.evidence import clock_in, late_in

GAP = (
    Q(accepted_at=None) | Q(description="") | Q(cause="") | Q(solution="") | Q(told_text="") | Q(told_at=None)
)  # the steps of the rule book: accept, log, investigate, cause, solution, tell the user


def _received(scope: Scope, window: Window) -> ComplaintQuerySet:
    rows: ComplaintQuerySet = Complaint.objects.filter(received_at__gte=window.start, received_at__lte=window.end)
    return scope.narrow(rows, person="owner_id")


def _kept(scope: Scope, window: Window, purpose: str) -> Evidence:
    rows: ComplaintQuerySet = Complaint.objects.filter(clock_in("complaint", purpose, window))
    total = scope.narrow(rows, person="owner_id")
    return Evidence(bad=total.filter(late_in("complaint", purpose, window)), total=total, kind="complaint")


@probe("R-065")
def complaints_are_closed_in_time(scope: Scope, window: Window) -> Evidence:
    """Complaints whose closing fell due, and those closed late or still open."""
    return _kept(scope, window, "complaint")


@probe("R-065", part="accepted", mode="T")
def complaints_are_accepted_in_time(scope: Scope, window: Window) -> Evidence:
    """Complaints whose acceptance fell due, and those accepted late or not yet."""
    return _kept(scope, window, "complaint_ack")


@probe("R-065", part="gaps", mode="Z")
def no_complaint_closes_with_a_gap(scope: Scope, window: Window) -> Evidence:
    """Complaints closed in the window, and those where a step is empty."""
    rows: ComplaintQuerySet = Complaint.objects.filter(closed_at__gte=window.start, closed_at__lte=window.end)
    total = scope.narrow(rows, person="owner_id")
    return Evidence(bad=total.filter(GAP), total=total, kind="complaint")


@probe("R-066")
def superiors_confirm_reports(scope: Scope, window: Window) -> Evidence:
    """Complaints of the window, and those whose report no superior confirmed in time."""
    total = _received(scope, window)
    missing = total.filter(superior_received_at=None)
    late = late_in("complaint", "complaint_report", window)
    return Evidence(bad=missing.filter(late), total=total, at_risk=missing.exclude(late), kind="complaint")


@probe("R-067")
def harm_is_made_good(scope: Scope, window: Window) -> Evidence:
    """Confirmed harm, and the cases past their time without a remedy that was carried out."""
    total = _received(scope, window).filter(harm_confirmed=True)
    missing = total.filter(remedy_done_at=None)
    late = Q(due_at__lt=window.now) | Q(closed_at__isnull=False)
    return Evidence(bad=missing.filter(late), total=total, at_risk=missing.exclude(late), kind="complaint")

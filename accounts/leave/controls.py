"""How leave of duty holders is measured (R-016, D-7.2.4b)."""

from __future__ import annotations

from django.db.models import F, Q

from accounts.leave.models import Leave
from accounts.leave.workflow import APPROVED
from governance.public import Evidence, Scope, Window, probe


@probe("R-016")
def absences_were_approved_ahead(scope: Scope, window: Window) -> Evidence:
    """Absences of the time, and those without approval before they began, or without a deputy."""
    rows = Leave.objects.away().filter(begins_at__lt=window.end, ends_at__gt=window.start)
    total = scope.narrow(rows, account=None, department="person__department_id", person="person_id")
    late = Q(decided_at=None) | Q(decided_at__gte=F("begins_at"))
    return Evidence(bad=total.filter(~Q(status=APPROVED) | late | Q(deputy=None)), total=total, kind="leave")

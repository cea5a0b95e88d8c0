"""How departments supply material: requests whose accuracy was confirmed in time (R-043)."""

from __future__ import annotations

from django.db.models import F, Q

from content.materials.models import MaterialRequest
from content.materials.rules import KIND
from content.materials.workflow import WITHDRAWN
from governance.public import Evidence, Scope, Window, probe


@probe("R-043", mode="T")
def material_comes_in_time(scope: Scope, window: Window) -> Evidence:
    """Requests whose time fell into the window, and those not met by then.

    What was withdrawn before its time does not count; what was late before a return or a withdrawal stays late.
    """
    rows = MaterialRequest.objects.filter(due_at__gte=window.start, due_at__lte=min(window.end, window.now))
    spared = Q(status=WITHDRAWN, withdrawn_at__lte=F("due_at"), came_late=False)
    total = scope.narrow(rows.exclude(spared), department="department_id", person="responsible_id")
    return Evidence(bad=total.not_on_time(), total=total, kind=KIND)

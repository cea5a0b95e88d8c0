"""How exports are measured (R-107, D-7.2.1, K-5.2.1)."""

from __future__ import annotations

from governance.board.registry import Evidence, Scope, Window, probe
from governance.lists.models import ListExport


@probe("R-107", part="exports", mode="Z")
def exports_of_people_gave_a_reason(scope: Scope, window: Window) -> Evidence:
    """Lists of people that were taken away in the window, and those of them that say nothing of what for."""
    taken = ListExport.objects.filter(personal=True, exported_at__gte=window.start, exported_at__lte=window.end)
    total = scope.narrow(taken, account=None, department="exported_by__department_id", person="exported_by_id")
    return Evidence(bad=total.filter(reason=""), total=total, kind="list_export")

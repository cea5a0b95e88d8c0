"""The page Operations: is the machinery running, and what to do where it is not."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from governance.access.requests import StaffRequest
from governance.access.services import require
from governance.operations.readings import BAD, WARN, read_all


@require_GET
def operations(request: StaffRequest) -> HttpResponse:
    """All readings, the worst first (right governance.operate)."""
    require(request.user, "governance.operate")
    now = timezone.now()
    readings = sorted(read_all(now), key=lambda reading: (reading.tone != BAD, reading.tone != WARN))
    troubled = sum(reading.tone in (BAD, WARN) for reading in readings)
    context = {"readings": readings, "troubled": troubled, "now": now}
    return render(request, "governance/operations/operations.html", context)

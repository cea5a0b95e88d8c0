"""The Today page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.home.services import day_of, first_step


@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """What waits for me, by due time, from all floors."""
    only = request.GET.get("card", "")
    day = day_of(request.user, only=only)
    context = {"day": day, "only": only, "step": None if day.rows else first_step(request.user)}
    return render(request, "governance/home/page.html", context)

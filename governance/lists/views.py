"""Keeping and forgetting filters."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from governance.face.addresses import own_path
from governance.lists.models import SavedFilter
from governance.lists.services import forget_filter, save_filter
from governance.refusals.exceptions import Refused


def _back(request: HttpRequest, query: str = "") -> HttpResponse:
    path = own_path(request, request.POST.get("path", "/"))
    return HttpResponseRedirect(f"{path}?{query}" if query else path)


@require_POST
def filter_save(request: HttpRequest) -> HttpResponse:
    """Keep the present filter of a list."""
    user: Any = request.user
    query = request.POST.get("query", "")[:1000]
    try:
        saved = save_filter(request.POST.get("page", "")[:40], request.POST.get("name", ""), query, actor=user)
    except Refused as refused:
        messages.error(request, str(refused))
        return _back(request, query)
    messages.success(request, _("The filter “%s” is kept.") % saved.name)
    return _back(request, saved.query)


@require_POST
def filter_forget(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a filter of one's own."""
    user: Any = request.user
    saved = get_object_or_404(SavedFilter, pk=pk, user=user)
    forget_filter(saved, actor=user)
    messages.success(request, _("The filter “%s” is forgotten.") % saved.name)
    return _back(request)

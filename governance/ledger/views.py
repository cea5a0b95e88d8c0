"""The ledger page: who did what, newest first, filtered by record, event, person and account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.access.services import require
from governance.kinds.registry import resolve
from governance.ledger.events import words_for
from governance.ledger.forms import LedgerFilterForm
from governance.ledger.models import LedgerEntry

PAGE_SIZE = 50


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Lists entries by key, never by offset: `before` is the id to go on from."""
    require(request.user, "governance.view_ledger")  # type: ignore[arg-type]
    form = LedgerFilterForm(request.GET)
    entries = LedgerEntry.objects.select_related("actor", "account", "seal").order_by("-id")
    if form.is_valid():
        entries = form.narrow(entries)
    rows = list(entries[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    records = resolve((entry.kind, entry.object_id) for entry in shown)
    lines = [(entry, words_for(entry.event), records.get((entry.kind, entry.object_id))) for entry in shown]
    before = shown[-1].pk if len(rows) > PAGE_SIZE else None
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "governance/ledger/ledger.html",
        {"form": form, "lines": lines, "before": before, "query": query.urlencode()},
    )

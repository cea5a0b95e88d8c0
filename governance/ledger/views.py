"""The ledger: who did what, newest first, narrowed by event, record, person, account and days; and one entry."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from governance.access.services import require
from governance.ledger.forms import LedgerFilterForm
from governance.ledger.models import LedgerEntry
from governance.ledger.reading import told

PAGE_SIZE = 50
VIEW = "governance.view_ledger"


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Lists entries by key, never by offset: `before` is the id to go on from."""
    require(request.user, VIEW)  # type: ignore[arg-type]
    form = LedgerFilterForm(request.GET)
    entries = LedgerEntry.objects.select_related("actor", "account", "seal").order_by("-id")
    if form.is_valid():
        entries = form.narrow(entries)
    rows = list(entries[: PAGE_SIZE + 1])
    shown = rows[:PAGE_SIZE]
    before = shown[-1].pk if len(rows) > PAGE_SIZE else None
    query = request.GET.copy()
    query.pop("before", None)
    return render(
        request,
        "governance/ledger/ledger.html",
        {"form": form, "lines": told(shown), "before": before, "query": query.urlencode()},
    )


@require_GET
def ledger_entry(request: HttpRequest, pk: int) -> HttpResponse:
    """One entry whole: what its payload tells, both times, and its seal."""
    require(request.user, VIEW)  # type: ignore[arg-type]
    entry = get_object_or_404(LedgerEntry.objects.select_related("actor", "account", "department", "seal"), pk=pk)
    return render(request, "governance/ledger/ledger_entry.html", {"line": told([entry])[0], "entry": entry})

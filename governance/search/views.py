"""The search page."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from governance.search.registry import search_everything
from governance.search.rules import LIMIT, QUERY_CHARACTERS, terms
from governance.texts.hygiene import searched


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Everything that the person may see and that holds the words."""
    query = searched(request.GET.get("q", ""), limit=QUERY_CHARACTERS)
    found = search_everything(request.user, query, LIMIT) if terms(query) else []
    return render(request, "governance/search/page.html", {"search_query": query, "found": found, "limit": LIMIT})

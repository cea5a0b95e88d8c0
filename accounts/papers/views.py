"""A paper of an account, handed out as a download."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.papers.models import AccountPaper
from governance.public import StaffRequest

SANDBOX = "default-src 'none'; sandbox"


@require_GET
def account_paper(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The file, as what it was found to be and never shown in place."""
    paper = get_object_or_404(AccountPaper.objects.visible_to(request.user), pk=pk)
    try:
        stream = default_storage.open(paper.place)
    except FileNotFoundError as gone:
        raise Http404 from gone
    response = FileResponse(stream, as_attachment=True, filename=paper.shown_name, content_type=paper.mime)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = SANDBOX
    response["Cache-Control"] = "private, no-store"
    return response

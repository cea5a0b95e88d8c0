"""A paper of an account, handed out as a download."""

from __future__ import annotations

from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_GET

from accounts.papers.models import AccountPaper
from governance.public import StaffRequest, answer_stored


@require_GET
def account_paper(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The file, as what it was found to be and never shown in place."""
    paper = get_object_or_404(AccountPaper.objects.visible_to(request.user), pk=pk)
    return answer_stored(paper.place, mime=paper.mime, name=paper.shown_name)

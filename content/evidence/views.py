"""Taking the evidence of one post."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from content.drafts.models import Draft
from content.evidence.building import build_evidence
from content.evidence.paper import make_pdf
from governance.public import Refused

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

TYPES = {"json": "application/json", "pdf": "application/pdf"}


@require_POST
def draft_evidence(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """The evidence as JSON or PDF; the ledger keeps who took it, and its root."""
    seen = Draft.objects.visible_to(request.user).select_related("account", "author", "current_version")
    draft = get_object_or_404(seen, pk=pk)
    try:
        data, pack, root = build_evidence(draft, actor=request.user)
        if form == "pdf":
            data = make_pdf(pack, root)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
        return redirect(draft)
    name = f'attachment; filename="evidence-{draft.pk}.{form}"'
    return HttpResponse(data, content_type=TYPES[form], headers={"Content-Disposition": name})

"""What is known of a draft's files and of its originality, beside its text: on its page and in the review."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from content.drafts.models import Draft
from content.licences.services import licence_faults
from content.media.limits import findings_for
from content.originality.pages import shown_posts
from content.originality.services import alike_posts
from governance.public import StaffRequest


@require_GET
def draft_originality(request: StaffRequest, pk: int) -> HttpResponse:
    """Facts of the files against each platform, licences, and earlier posts that are nearly the same; a fragment."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).select_related("account"), pk=pk)
    if request.headers.get("HX-Request") != "true":
        return redirect(draft)
    assets = [row.asset for row in draft.asset_rows.select_related("asset")]
    targets = list(draft.targets.all())
    until = draft.window_end or timezone.now()
    context = {
        "draft": draft,
        "assets": assets,
        "findings": findings_for(assets, targets),
        "faults": licence_faults(assets, max(until, timezone.now()), targets),
        "alike": shown_posts(alike_posts(draft, assets), request.user),
    }
    return render(request, "content/originality/_originality.html", context)

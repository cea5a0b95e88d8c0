"""Confirming news anew."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from content.drafts.models import Draft
from content.drafts.pages import draft_page
from content.publishing.models import Publication
from content.timeliness.forms import ReconfirmForm
from content.timeliness.rules import CONFIRM
from content.timeliness.services import reconfirm_draft
from governance.public import StaffRequest, page_by_key, render_refused, require

JOINED = ("account", "author", "plan_item", "current_version")


@require_GET
def news_list(request: StaffRequest) -> HttpResponse:
    """Posts that tell of an event, the newest first, with the time from event to post."""
    rows = Publication.objects.visible_to(request.user).exclude(event_at=None).select_related("account")
    rows = rows.annotate(took=F("published_at") - F("event_at"))
    page = page_by_key(rows, order=("-published_at", "-pk"), after=request.GET.get("after"))
    return render(request, "content/timeliness/news_list.html", {"page": page})


@require_POST
def draft_reconfirm(request: StaffRequest, pk: int) -> HttpResponse:
    """A final reviewer says that a stale draft still holds."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).select_related(*JOINED), pk=pk)
    require(request.user, CONFIRM, draft)
    form = ReconfirmForm(request.POST)
    if form.carried_out(lambda: reconfirm_draft(draft, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("It is confirmed: the draft can go out again."))
        return redirect(draft)
    context = draft_page(draft, request.user, timezone.now(), reconfirm_form=form)
    return render_refused(request, "content/drafts/draft_detail.html", context, form)

"""The pages of planning again: what missed its window, and another window for it."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from content.drafts.models import Draft
from content.drafts.rules import PLAN_WINDOW
from content.replanning.forms import ReplanForm
from content.replanning.services import drafts_to_plan_again, replan_draft
from content.review.models import ReviewSlot
from governance.public import VIEW_ACCOUNT, StaffRequest, accounts_for, page_by_key, posted, render_refused, require

WRITE = "accounts.draft"


@require_GET
def plan_again_list(request: StaffRequest) -> HttpResponse:
    """Signed drafts whose window is over, the longest over first."""
    rows = drafts_to_plan_again(accounts_for(request.user, VIEW_ACCOUNT), timezone.now())
    rows = rows.select_related("account", "author").defer("body")
    page = page_by_key(rows, order=("window_end", "pk"), after=request.GET.get("after"))
    return render(request, "content/replanning/plan_again_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def draft_replan(request: StaffRequest, pk: int) -> HttpResponse:
    """Choose another window; the page says whose signatures are void with it."""
    rows = Draft.objects.visible_to(request.user).select_related("account", "author", "plan_item")
    draft = get_object_or_404(rows, pk=pk)
    require(request.user, WRITE, draft)
    begins = timezone.localtime().replace(minute=0, second=0, microsecond=0) + PLAN_WINDOW[1]
    initial = {"version": draft.lock_version, "window_start": begins, "window_end": begins + PLAN_WINDOW[1]}
    form = ReplanForm(posted(request), initial=initial)
    if form.carried_out(lambda: replan_draft(draft, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The new window is stored, and the draft is under review again."))
        return redirect(draft)
    slots = ReviewSlot.objects.filter(version_id=draft.current_version_id).select_related("signer")
    context = {"draft": draft, "form": form, "slots": slots.order_by("position"), "now": timezone.now()}
    return render_refused(request, "content/replanning/draft_replan.html", context, form)

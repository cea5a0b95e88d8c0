"""The pages of review: the queue, the page of one draft, the signature."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.public import confirmation_required, confirmed_at
from content.drafts.models import Draft, LintFinding
from content.review.clearing import answer_finding, why_no_answer
from content.review.eligibility import why_not
from content.review.forms import AnswerForm, DecisionForm
from content.review.models import ReviewSlot
from content.review.pages import review_page as page_of
from content.review.queries import waiting_for
from content.review.services import check_decision, decide
from governance.public import Denial, NotAllowed, deadlines_of, page_by_key, render_refused

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

PAGE = "content/review/review_page.html"


@require_GET
def review_queue(request: HttpRequest) -> HttpResponse:
    """Drafts that wait for this person's signature, longest waiting first; or all that are under review."""
    everything = "all" in request.GET
    if everything:
        rows = Draft.objects.visible_to(request.user).in_review()
    else:
        rows = Draft.objects.filter(pk__in=waiting_for(request.user).values("draft_id"))
    rows = rows.select_related("account", "author").defer("body")
    page = page_by_key(rows, order=("submitted_at", "pk"), after=request.GET.get("after"))
    clocks = deadlines_of("draft", [draft.pk for draft in page])
    lines = [(draft, next((row for row in clocks.get(draft.pk, []) if row.is_open), None)) for draft in page]
    tabs = [
        {"url": "?", "label": _("Waiting for me"), "current": not everything},
        {"url": "?all", "label": _("All under review"), "current": everything},
    ]
    return render(request, "content/review/review_queue.html", {
        "page": page, "lines": lines, "tabs": tabs, "choosing": not everything,
    })  # fmt: skip


def _draft(request: HttpRequest, pk: int) -> Draft:
    seen = Draft.objects.visible_to(request.user).exclude(current_version=None)
    return get_object_or_404(seen.select_related("account", "author", "plan_item", "current_version"), pk=pk)


@require_GET
def review_page(request: HttpRequest, pk: int) -> HttpResponse:
    """One draft as it will appear, what the linter found, and the signature."""
    return render(request, PAGE, page_of(_draft(request, pk), request.user))


@confirmation_required
def _sign(request: HttpRequest, slot: ReviewSlot, draft: Draft) -> HttpResponse:
    form = DecisionForm(request.POST, slot=slot)
    if form.carried_out(
        lambda: decide(slot, actor=request.user, reauthenticated_at=confirmed_at(request), **form.values())
    ):
        messages.success(request, _("Your decision is recorded."))
        return redirect("content:review_queue")
    return render_refused(request, PAGE, page_of(draft, request.user, form), form)


@require_POST
def review_decide(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign; who may not, and what is missing, is told before a password is asked."""
    slot = get_object_or_404(ReviewSlot.objects.filter(draft__in=Draft.objects.visible_to(request.user)), pk=pk)
    draft = _draft(request, slot.draft_id)
    others = ReviewSlot.objects.filter(version_id=slot.version_id)
    reason = why_not(slot, draft, request.user, others)
    if reason is not None:
        raise Denial(reason)
    form = DecisionForm(request.POST, slot=slot)
    if not form.carried_out(lambda: check_decision(slot, **form.values())):
        return render_refused(request, PAGE, page_of(draft, request.user, form), form)
    return _sign(request, slot, draft)


@require_POST
def finding_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """Answer a finding of the linter; whoever may not is told before a password is asked."""
    seen = LintFinding.objects.filter(version__draft__in=Draft.objects.visible_to(request.user))
    finding = get_object_or_404(seen.select_related("version"), pk=pk)
    draft, slots = _draft(request, finding.version.draft_id), finding.version.slots.all()
    if (reason := why_no_answer(finding, draft, request.user, slots, timezone.now())) is not None:
        raise Denial(reason)
    return _let_pass(request, finding) if finding.severity == "block" else _answer(request, finding)


@confirmation_required
def _let_pass(request: HttpRequest, finding: LintFinding) -> HttpResponse:
    return _answer(request, finding, confirmed_at(request))


def _answer(request: HttpRequest, finding: LintFinding, confirmed: datetime | None = None) -> HttpResponse:
    form = AnswerForm(request.POST, auto_id=f"finding-{finding.pk}-%s")
    if form.carried_out(
        lambda: answer_finding(finding, actor=request.user, reauthenticated_at=confirmed, **form.cleaned_data)
    ):
        passed = finding.severity == "block"
        messages.success(request, _("These words may stand now.") if passed else _("Your answer is stored."))
        return redirect("content:review_page", pk=finding.version.draft_id)
    if isinstance(form.refusal, NotAllowed):
        raise Denial(form.refusal.sentence)
    context = page_of(_draft(request, finding.version.draft_id), request.user)
    context |= {"answer_form": form, "answered_finding": finding.pk}
    return render_refused(request, PAGE, context, form)

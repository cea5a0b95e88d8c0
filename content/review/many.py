"""The pages beside the review of one draft: many at once, after release, and a chain that is tried."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.public import confirmation_required, confirmed_at
from content.drafts.models import Draft
from content.review.bulk import Chosen, chosen_for, decide_many
from content.review.forms import BulkForm, LateForm, TrialForm
from content.review.late import make_late_review, why_no_late_review
from content.review.models import LateReview
from content.review.pages import previews, sealed_files
from content.review.trial import CHAIN, LAST, try_chain
from governance.public import (
    VIEW_ACCOUNT,
    Denial,
    Policy,
    accounts_for,
    check_parameter,
    known_number,
    param,
    posted,
    propose_change,
    render_refused,
    require,
)

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

MANAGE = "governance.manage_policies"


def _numbers(data: QueryDict, name: str) -> list[int]:
    return [number for text in data.getlist(name) if (number := known_number(text)) is not None]


def _bulk_page(request: HttpRequest, rows: list[Chosen], form: BulkForm | None, status: int = 200) -> HttpResponse:
    context = {"rows": rows, "form": form, "signable": any(row.slot for row in rows)}
    return render(request, "content/review/review_bulk.html", context, status=status)


@require_GET
def review_bulk(request: HttpRequest) -> HttpResponse:
    """The chosen drafts with their texts and the criteria of all, before one decision is given."""
    rows = chosen_for(_numbers(request.GET, "draft"), request.user)
    if not rows:
        messages.error(request, _("None of these waits for your signature. Choose drafts in the queue."))
        return redirect("content:review_queue")
    slots = [row.slot for row in rows if row.slot]
    return _bulk_page(request, rows, BulkForm(slots=slots) if slots else None)


@confirmation_required
def _decide_many(request: HttpRequest, hashes: dict[int, str], form: BulkForm) -> HttpResponse:
    outcome = decide_many(
        hashes, actor=request.user, reauthenticated_at=confirmed_at(request), **form.decision_of()
    )  # fmt: skip
    return render(request, "content/review/review_decided.html", {"outcome": outcome})


@require_POST
def review_bulk_decide(request: HttpRequest) -> HttpResponse:
    """One decision for many; what fails is listed, what passed stays."""
    hashes = {
        int(pk): sha256
        for pk, _colon, sha256 in (text.partition(":") for text in request.POST.getlist("slot"))
        if known_number(pk) is not None
    }
    rows = [row for row in chosen_for(_numbers(request.POST, "draft"), request.user) if row.slot]
    if not rows or not hashes:
        messages.error(request, _("None of these waits for your signature. Choose drafts in the queue."))
        return redirect("content:review_queue")
    form = BulkForm(request.POST, slots=[row.slot for row in rows if row.slot])
    if not form.is_valid():
        return _bulk_page(request, rows, form, 422)
    return _decide_many(request, hashes, form)


def _late(request: HttpRequest, pk: int) -> LateReview:
    seen = LateReview.objects.filter(account_id__in=accounts_for(request.user, VIEW_ACCOUNT))
    joined = ("publication__version", "draft", "draft__author", "account", "reviewer")
    return get_object_or_404(seen.select_related(*joined), pk=pk)


@require_GET
def late_reviews(request: HttpRequest) -> HttpResponse:
    """Posts that took the urgent path and wait for their full review, the next due first."""
    seen = LateReview.objects.filter(account_id__in=accounts_for(request.user, VIEW_ACCOUNT))
    rows = seen.select_related("publication", "account", "reviewer")
    context = {"waiting": rows.waiting()[:100], "made": rows.exclude(reviewed_at=None).order_by("-reviewed_at")[:50]}
    return render(request, "content/review/late_reviews.html", context)


@require_http_methods(["GET", "POST"])
def late_review(request: HttpRequest, pk: int) -> HttpResponse:
    """One such review: the post as it was released, every criterion, the conclusion."""
    review = _late(request, pk)
    version = review.publication.version
    reason = why_no_late_review(review, request.user, timezone.now())
    if request.method == "POST" and reason is not None:
        raise Denial(reason)
    form = LateForm(posted(request), review=review)
    if form.carried_out(lambda: make_late_review(review, actor=request.user, **form.values())):
        messages.success(request, _("Your review is recorded; the author and the publisher were told."))
        return redirect("content:late_reviews")
    marks = [(form.fields[f"mark_{code}"].label, mark) for code, mark in review.marks.items()]
    context = {
        "review": review, "draft": version, "previews": previews([review.account], version.body), "reason": reason,
        "marks": marks, "assets": sealed_files(version),
        "form": form if reason is None and review.reviewed_at is None else None,
    }  # fmt: skip
    return render_refused(request, "content/review/late_review.html", context, form)


@require_http_methods(["GET", "POST"])
def chain_trial(request: HttpRequest, code: str) -> HttpResponse:
    """Change a chain, see what it would have asked of the last drafts, and only then propose it."""
    require(request.user, MANAGE)
    policy = get_object_or_404(Policy, code=code)
    value = param(CHAIN, pack=code).value
    form = TrialForm(posted(request), initial={"chain": value, "last": LAST, "effective_from": timezone.localdate()})
    proposes = "propose" in request.POST

    def act() -> object:
        data = form.cleaned_data
        check_parameter(policy, CHAIN, data["chain"])
        if proposes:
            return propose_change(
                policy, values={CHAIN: data["chain"]}, reason=data["reason"], actor=request.user,
                effective_from=data["effective_from"] or timezone.localdate(),
            )  # fmt: skip
        return try_chain(code, data["chain"], last=data["last"], seen=Draft.objects.visible_to(request.user))

    done = form.carried_out(act)
    if done and proposes:
        messages.success(request, _("Proposed. A colleague who manages the rule books decides now."))
        return redirect("governance:policy_version", form.outcome.pk)
    context = {"policy": policy, "form": form} | ({"tried": form.outcome} if done else {})
    return render(request, "content/review/chain_trial.html", context, status=form.http_status)

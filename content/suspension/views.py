"""The page of suspensions: begin, lift, and approve again what was held back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.public import confirmation_required, confirmed_at
from content.publishing.queries import RELEASABLE
from content.suspension import services
from content.suspension.forms import LiftForm, SuspensionForm
from content.suspension.models import ReleaseHold, Suspension
from governance.public import VIEW_ACCOUNT, Denial, Refused, accounts_for, posted

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


@require_http_methods(["GET", "POST"])
def suspension_list(request: HttpRequest) -> HttpResponse:
    """Suspensions of the accounts that one sees, what waits for another yes, and the form that begins one."""
    manages = bool(accounts_for(request.user, services.MANAGE))
    if request.method == "POST" and not manages:
        raise Denial(_("Whoever manages an account suspends it. Ask its manager."))
    form = SuspensionForm(posted(request), actor=request.user)
    if form.made_once(
        lambda: services.suspend_publishing(form.chosen(), actor=request.user, reason=form.cleaned_data["reason"]),
        model=Suspension,
        actor=request.user,
    ):
        messages.success(request, _("Publishing is suspended. What was scheduled left the schedule."))
        return redirect("content:suspension_list")
    return _page(request, form if manages else None, form.http_status)


def _page(request: HttpRequest, form: SuspensionForm | None, status: int, **more: Any) -> HttpResponse:
    seen = accounts_for(request.user, VIEW_ACCOUNT)
    rows = Suspension.objects.filter(covered__account_id__in=seen).distinct().select_related("begun_by", "lifted_by")
    holds = ReleaseHold.objects.filter(approved_at=None, draft__account_id__in=seen)
    holds = holds.filter(draft__status__in=RELEASABLE)
    context = {
        "suspensions": rows[:50], "form": form, **more,
        "holds": holds.select_related("draft__account", "draft__current_version", "suspension").order_by("pk")[:200],
        "reviews": accounts_for(request.user, services.REVIEW),
    }  # fmt: skip
    return render(request, "content/suspension/suspension_list.html", context, status=status)


@require_POST
def suspension_lift(request: HttpRequest, pk: int) -> HttpResponse:
    """Let publishing go on."""
    seen = Suspension.objects.filter(covered__account_id__in=accounts_for(request.user, VIEW_ACCOUNT)).distinct()
    suspension = get_object_or_404(seen, pk=pk)
    form = LiftForm(request.POST, auto_id=f"lift-{suspension.pk}-%s")
    if form.carried_out(lambda: services.lift_suspension(suspension, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("It is lifted. Each post that was held back is approved again before it goes."))
        return redirect("content:suspension_list")
    manages = bool(accounts_for(request.user, services.MANAGE))
    empty = SuspensionForm(actor=request.user) if manages else None
    return _page(request, empty, form.http_status, lift_form=form, lifting=suspension.pk)


@require_POST
def hold_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve one post again; whoever may not is told before a password is asked."""
    seen = ReleaseHold.objects.filter(draft__account_id__in=accounts_for(request.user, VIEW_ACCOUNT))
    hold = get_object_or_404(seen.select_related("draft__account"), pk=pk)
    if (reason := services.why_no_approval(hold.draft, request.user, timezone.now())) is not None:
        raise Denial(reason)
    return _approve(request, hold)


@confirmation_required
def _approve(request: HttpRequest, hold: ReleaseHold) -> HttpResponse:
    sha256, confirmed = request.POST.get("sha256", ""), confirmed_at(request)
    try:
        services.approve_again(hold, actor=request.user, sha256=sha256, reauthenticated_at=confirmed)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("Approved again. Its publisher plans it anew."))
    return redirect("content:suspension_list")

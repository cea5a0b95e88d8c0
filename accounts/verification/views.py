"""The verification of an account: applying, what the platform said, its page."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.papers.models import AccountPaper
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import MANAGE
from accounts.verification import services
from accounts.verification.forms import ApplyForm, EndForm, VerifiedForm
from accounts.verification.models import AccountVerification
from accounts.verification.rules import APPLIED, VERIFIED
from governance.public import Refused, StaffRequest, can, history_of, require

# Two forms stand on one page.
END_IDS = "end_%s"
ENDS = {APPLIED: "refuse", VERIFIED: "revoke"}


def _seen(request: StaffRequest, pk: int) -> AccountVerification:
    visible = PlatformAccount.objects.visible_to(request.user)
    rows = AccountVerification.objects.filter(account__in=visible).select_related("account", "proof", "applied_by")
    return get_object_or_404(rows, pk=pk)


@require_http_methods(["GET", "POST"])
def verification_new(request: StaffRequest, handle: str) -> HttpResponse:
    """Write down that the company applied for a verification."""
    account = get_object_or_404(PlatformAccount.objects.visible_to(request.user), handle=handle)
    require(request.user, MANAGE, account)
    form = ApplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            verification = services.apply_verification(account, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Written down. Record here what the platform says."))
            return redirect(verification)
    context = {"account": account, "form": form}
    return render(request, "accounts/verification/verification_new.html", context, status=422 if form.errors else 200)


@require_GET
def verification_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One verification: what was applied for, what the platform said, until when it is good."""
    return _page(request, _seen(request, pk))


def _page(
    request: StaffRequest, row: AccountVerification, verified: VerifiedForm | None = None, end: EndForm | None = None
) -> HttpResponse:
    manages = bool(can(request.user, MANAGE, row.account))
    shown = {"version": row.lock_version}
    faulty = bool((verified and verified.errors) or (end and end.errors))
    papers = AccountPaper.objects.visible_to(request.user).filter(pk=row.proof_id or 0)
    context = {
        "row": row,
        "proof": papers.first() if row.proof_id else None,
        "verified_form": (verified or VerifiedForm(initial=shown)) if manages and row.status == APPLIED else None,
        "end_form": (end or EndForm(initial=shown, auto_id=END_IDS)) if manages and row.status in ENDS else None,
        "entries": history_of("account_verification", row.pk, 50),
    }
    page = "accounts/verification/verification_detail.html"
    return render(request, page, context, status=422 if faulty else 200)


@require_POST
def verification_verify(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that the platform verified the account."""
    row = _seen(request, pk)
    require(request.user, MANAGE, row.account)
    form = VerifiedForm(request.POST, request.FILES)
    if form.carried_out(lambda: services.record_verified(row, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The account is recorded as verified."))
        return redirect(row)
    return _page(request, row, verified=form)


@require_POST
def verification_end(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that the platform refused, or took the verification away."""
    row = _seen(request, pk)
    require(request.user, MANAGE, row.account)
    form = EndForm(request.POST, auto_id=END_IDS)
    name = ENDS.get(row.status, "refuse")
    if form.carried_out(lambda: services.end_verification(row, name, actor=request.user, **form.cleaned_data)):
        return redirect(row)
    return _page(request, row, end=form)

"""Requests: the list, one request with its decision, asking for any kind."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access.requests import StaffRequest
from governance.access.services import require
from governance.approvals import pages
from governance.approvals.confirming import View, confirmation
from governance.approvals.forms import ApprovalFilter, AskForm
from governance.approvals.models import ApprovalRequest
from governance.approvals.people import chain_in_words, why_not
from governance.approvals.rules import ApprovalKind, approval_kinds
from governance.approvals.services import ask_approval, decide_approval, require_reason, withdraw_approval
from governance.approvals.workflow import APPROVAL, WAITING, own_request
from governance.lists.exporting import Takeable, answer_export
from governance.lists.paging import page_by_key
from governance.refusals.answering import render_refused
from governance.refusals.exceptions import Denial, Refused
from governance.workflow.forms import MoveForm

if TYPE_CHECKING:
    from accounts.models import PlatformAccount, User

# The steps of a request that a person presses; the clock makes the others.
PRESSED = ("agree", "refuse", "withdraw")


@require_GET
def approvals(request: StaffRequest) -> HttpResponse:
    """What waits for me, what I asked, all that I may see."""
    tab = request.GET.get("tab", pages.FOR_ME)
    form = ApprovalFilter(request.GET)
    rows = pages.rows_of(request.user, tab).filter(**form.chosen())
    page = page_by_key(rows, order=("-asked_at", "-pk"), after=request.GET.get("after"))
    context = {
        "page": page, "lines": pages.with_clocks(page.rows), "tabs": pages.tabs_of(request.user, tab), "form": form,
        "tab": tab,
    }  # fmt: skip
    return render(request, "governance/approvals/approvals.html", context)


@require_http_methods(["GET", "POST"])
def approvals_export(request: StaffRequest) -> HttpResponseBase:
    """The list as a file, for a reason (R-107)."""
    tab = request.GET.get("tab", pages.FOR_ME)
    rows = pages.rows_of(request.user, tab).filter(**ApprovalFilter(request.GET).chosen())
    taken = Takeable(
        page="requests", title=_("Requests"), headers=pages.HEADERS, rows=lambda: pages.exported(rows), personal=True,
        back=reverse("governance:approvals"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def approval_kinds_page(request: StaffRequest) -> HttpResponse:
    """What can be asked for."""
    rows = [(row, chain_in_words(row)) for row in pages.kinds_for(request.user)]
    return render(request, "governance/approvals/approval_kinds.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
def approval_ask(request: StaffRequest, kind: str) -> HttpResponse:
    """Ask for one kind."""
    row = approval_kinds().get(kind)
    if row is None or not row.from_page:
        raise Http404
    if row.ask_right:
        require(request.user, row.ask_right)
    if row.asked_on:
        return redirect(row.asked_on)
    form = AskForm(request.POST or None, kind=row, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            asked = _ask(row, request.user, form)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You have asked. Whoever decides was told."))
            return redirect(asked)
    context = {"kind": row, "form": form, "chain": chain_in_words(row)}
    return render(request, "governance/approvals/approval_ask.html", context, status=422 if form.errors else 200)


def _ask(row: ApprovalKind, actor: User, form: AskForm) -> ApprovalRequest:
    data = form.cleaned_data
    account: PlatformAccount | None = data.get("account")
    if row.ask is not None:
        return row.ask(actor, form.payload(), account, data["reason"], None)
    return ask_approval(
        row.code, actor=actor, account=account, department=data.get("department"), payload=form.payload(),
        reason=data["reason"],
    )  # fmt: skip


def _seen(request: StaffRequest, pk: int) -> ApprovalRequest:
    rows = ApprovalRequest.objects.visible_to(request.user)
    joined = rows.select_related("asked_by", "beneficiary__department", "account__department", "department")
    return get_object_or_404(joined, pk=pk)


@require_GET
def approval_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One request: what is asked, who decides, what was decided."""
    approval = _seen(request, pk)
    return render(request, "governance/approvals/approval_detail.html", pages.page_of(request, approval))


@require_POST
def approvalrequest_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Agree, refuse or withdraw; who may not, and what is missing, is told before a password is asked."""
    approval = _seen(request, pk)
    form = MoveForm.of(request, APPROVAL, PRESSED)
    if not form.is_valid():
        return _refused(request, approval, form)
    data = form.cleaned_data
    judge: Any = own_request if data["name"] == "withdraw" else lambda row, actor, _context: why_not(row, actor)
    reason = judge(approval, request.user, {}) if approval.status == WAITING else None
    if reason is not None:
        raise Denial(reason)
    try:
        if data["name"] != "withdraw":
            require_reason(data["name"] == "agree", data["note"])
            return _guarded(approval)(request, approval, form)
        withdraw_approval(approval, actor=request.user, version=data["version"])
    except Refused as refusal:
        form.refuse(refusal)
        return _refused(request, approval, form)
    messages.success(request, _("Your request is withdrawn."))
    return redirect(approval)


def _refused(request: StaffRequest, approval: ApprovalRequest, form: MoveForm) -> HttpResponse:
    """The page as the request stands now, with the sentence and what was typed."""
    context = pages.page_of(request, _seen(request, approval.pk)) | {"move_form": form}
    return render_refused(request, "governance/approvals/approval_detail.html", context, form)


def _guarded(approval: ApprovalRequest) -> View:
    """Deciding, behind the password where the kind wants it and there is something to decide (R-034)."""
    row = approval.kind_row
    wanted = row is not None and row.confirmed and approval.status == WAITING
    return confirmation().ask(_decide) if wanted else _decide


def _decide(request: StaffRequest, approval: ApprovalRequest, form: MoveForm) -> HttpResponse:
    data = form.cleaned_data
    decided = form.carried_out(
        lambda: decide_approval(
            approval, actor=request.user, agree=data["name"] == "agree", note=data["note"], version=data["version"],
            reauthenticated_at=confirmation().moment(request),
        )
    )  # fmt: skip
    if not decided:
        return _refused(request, approval, form)
    agreed = data["name"] == "agree"
    messages.success(request, _("Your agreement is recorded.") if agreed else _("Your refusal is recorded."))
    return redirect(approval)

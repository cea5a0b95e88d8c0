"""Sensitive operations: the watch list, one operation, asking, what was done, what was found."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.access.requests import StaffRequest
from governance.access.services import accounts_for, require
from governance.approvals.people import chain_in_words
from governance.approvals.rules import approval_kind
from governance.files.serving import answer_stored
from governance.lists.exporting import Takeable, answer_export
from governance.lists.paging import page_by_key
from governance.refusals.answering import render_refused, turn_back
from governance.refusals.exceptions import Denial, Refused
from governance.refusals.forms import posted
from governance.sensitive import pages, services
from governance.sensitive.forms import AskActForm, AskForm, FoundForm, ProofForm, SensitiveFilter
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.proof import type_of_picture
from governance.sensitive.rules import MANAGE, ON_PLATFORM, OPERATIONS_BY_CODE, acts, kind_of_request
from governance.sensitive.workflow import SENSITIVE
from governance.workflow.forms import MoveForm

DETAIL = "governance/sensitive/sensitive_detail.html"


@require_GET
def sensitive_operations(request: StaffRequest) -> HttpResponse:
    """The watch list: what is held, agreed and done, by whom; and the grants of roles, which have their own room."""
    tab = request.GET.get("tab", pages.OPEN_TAB)
    context: dict[str, Any] = {"tabs": pages.tabs_of(tab), "tab": tab, "may_find": accounts_for(request.user, MANAGE)}
    after = request.GET.get("after")
    if tab == pages.GRANTS_TAB:
        page = page_by_key(pages.grants_of(request.user), order=("-pk",), after=after)
        context |= {"page": page, "lines": pages.grant_lines(list(page))}
        return render(request, "governance/sensitive/sensitive_grants.html", context)
    form = SensitiveFilter(request.GET, user=request.user)
    rows = pages.rows_of(request.user, tab).filter(**form.chosen())
    context |= {"page": page_by_key(rows, order=("-asked_at", "-pk"), after=after), "form": form}
    return render(request, "governance/sensitive/sensitive_operations.html", context)


@require_http_methods(["GET", "POST"])
def sensitive_export(request: StaffRequest) -> HttpResponseBase:
    """The watch list as a file, for a reason (R-107)."""
    chosen = SensitiveFilter(request.GET, user=request.user).chosen()
    rows = pages.rows_of(request.user, request.GET.get("tab", pages.OPEN_TAB)).filter(**chosen)
    taken = Takeable(
        page="sensitive", title=_("Sensitive operations"), headers=pages.HEADERS,
        rows=lambda: pages.exported(rows), personal=True, back=reverse("governance:sensitive_operations"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def sensitive_kinds(request: StaffRequest) -> HttpResponse:
    """What can be asked for on a platform, and where the rest is asked for."""
    rows = [
        (row, chain_in_words(approval_kind(kind_of_request(row.code)))) for row in pages.kinds_for(request.user)
    ]  # fmt: skip
    elsewhere = [row for row in OPERATIONS_BY_CODE.values() if row.place != ON_PLATFORM]
    return render(request, "governance/sensitive/sensitive_kinds.html", {"rows": rows, "elsewhere": elsewhere})


@require_http_methods(["GET", "POST"])
def sensitive_ask(request: StaffRequest, code: str) -> HttpResponse:
    """Ask for an operation on the platform."""
    row = OPERATIONS_BY_CODE.get(code)
    if row is None or row.place != ON_PLATFORM:
        raise Http404
    if row not in pages.kinds_for(request.user):
        raise Denial(_("You work on no account on which you could do this."))
    form = AskForm(posted(request), kind=row, actor=request.user, initial={"account": request.GET.get("account")})
    if form.made_once(
        lambda: services.ask_operation(code, actor=request.user, **form.content()),
        model=SensitiveOperation,
        actor=request.user,
    ):
        messages.success(request, _("You have asked. Whoever decides was told."))
        return redirect(form.outcome)
    chain = chain_in_words(approval_kind(kind_of_request(code)))
    context = {"kind": row, "form": form, "chain": chain, "heading": row.label}
    return render(request, "governance/sensitive/sensitive_ask.html", context, status=form.http_status)


@require_http_methods(["GET", "POST"])
def sensitive_ask_act(request: StaffRequest, act: str, pk: int) -> HttpResponse:
    """Ask for a step of this system on one record."""
    row = acts().get(act)
    if row is None or row.seen is None:
        raise Http404
    target = get_object_or_404(row.seen(request.user), pk=pk)
    row.check(target, request.user)
    kind = OPERATIONS_BY_CODE[row.operation]
    people = row.people(target) if row.people else None
    form = AskActForm(posted(request), people=people, people_label=row.people_label, at_once=bool(kind.at_once))
    if form.made_once(
        lambda: services.ask_act(act, actor=request.user, target=target, **form.content()),
        model=SensitiveOperation,
        actor=request.user,
    ):
        messages.success(request, _("You have asked. Whoever decides was told."))
        return redirect(form.outcome)
    chain = chain_in_words(approval_kind(kind_of_request(kind.code)))
    context = {"kind": kind, "form": form, "chain": chain, "heading": row.label, "target": target}
    return render(request, "governance/sensitive/sensitive_ask.html", context, status=form.http_status)


def _seen(request: StaffRequest, pk: int) -> SensitiveOperation:
    rows = SensitiveOperation.objects.visible_to(request.user).select_related(*pages.JOINED, "request", "reviewed_by")
    return get_object_or_404(rows, pk=pk)


def _detail(request: StaffRequest, operation: SensitiveOperation, form: ProofForm | None = None) -> HttpResponse:
    shown = form or ProofForm(initial={"version": operation.lock_version})
    context = {**pages.page_of(request, operation), "form": shown}
    return render_refused(request, DETAIL, context, form) if form else render(request, DETAIL, context)


@require_GET
def sensitive_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One operation: what, why, who agreed, what was done, with what proof."""
    return _detail(request, _seen(request, pk))


@require_POST
def sensitive_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down that it was done on the platform."""
    operation = _seen(request, pk)
    if operation.asked_by_id != request.user.pk:
        raise Denial(_("Whoever asked for this carries it out and writes it down."))
    form = ProofForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            services.carry_out(operation, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("It is written down."))
            return redirect(operation)
    return _detail(request, operation, form)


@require_POST
def sensitiveoperation_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Take back what one asked for, or say that it was done all the same."""
    operation = _seen(request, pk)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=SENSITIVE)
    name = form.cleaned_data["name"] if form.is_valid() else ""
    if name == "find_done":
        require(request.user, MANAGE, operation)
    elif operation.asked_by_id != request.user.pk:
        raise Denial(_("Only the person who asked can take this back. Whoever decides it can refuse it."))

    def act() -> SensitiveOperation:
        note, version = form.cleaned_data["note"], form.cleaned_data["version"]
        if name == "find_done":
            return services.find_done(operation, actor=request.user, note=note, version=version)
        if name == "withdraw":
            return services.withdraw_operation(operation, actor=request.user, version=version)
        raise Refused(_("This is decided on its request. Please open that one."))

    return redirect(operation) if form.carried_out(act) else turn_back(request, operation, form)


@require_POST
def sensitive_review(request: StaffRequest, pk: int) -> HttpResponse:
    """Find in order what was agreed to in a hurry."""
    operation = _seen(request, pk)
    try:
        services.review_operation(operation, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Your review is written down."))
    return redirect(operation)


@require_http_methods(["GET", "POST"])
def sensitive_found(request: StaffRequest) -> HttpResponse:
    """Write down what was found done without a yes."""
    if not accounts_for(request.user, MANAGE):
        raise Denial(_("Whoever manages the account writes this down. Please tell them."))
    form = FoundForm(posted(request), actor=request.user)
    if form.made_once(
        lambda: services.record_found(actor=request.user, **form.content()),
        model=SensitiveOperation,
        actor=request.user,
    ):
        messages.success(request, _("It is written down. Those who manage the account were told."))
        return redirect(form.outcome)
    return render(
        request, "governance/sensitive/sensitive_found.html", {"form": form}, status=form.http_status
    )  # fmt: skip


@require_GET
def sensitive_proof(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The picture that shows what was done, for whoever sees the operation."""
    operation = _seen(request, pk)
    if not operation.proof_file:
        raise Http404
    mime = type_of_picture(operation.proof_file)
    name = f"proof-{operation.pk}.{operation.proof_file.rpartition('.')[2]}"
    return answer_stored(operation.proof_file, mime=mime, name=name, download=False)

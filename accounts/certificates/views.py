"""Certificates: the list, one of them, giving and ending one; each address says by its `pages` of which kind."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.certificates.pages import CertificatePages
from accounts.posts.forms import EndForm
from accounts.posts.pages import tabs_of
from governance.public import (
    StaffRequest,
    answer_stored,
    can,
    history_of,
    page_by_key,
    posted,
    render_refused,
    require,
)


@require_GET
def certificates(request: StaffRequest, pages: CertificatePages) -> HttpResponse:
    """Who has one, the latest end first: all for those who give them, else one's own."""
    rows = pages.kind.rows.visible_to(request.user).select_related("person")
    page = page_by_key(rows, order=("-valid_until", "-pk"), after=request.GET.get("after"), filled=True)
    now = timezone.now()
    context = {
        "pages": pages,
        "page": page,
        "lines": [(row, row.state_at(now)) for row in page],
        "gives": bool(can(request.user, pages.kind.model.right)),
        "new_url": reverse(pages.kind.address("new")),
        "tabs": tabs_of(pages.tab),
    }
    return render(request, pages.list_template, context)


@require_GET
def certificate_detail(request: StaffRequest, pk: int, pages: CertificatePages) -> HttpResponse:
    """One certificate: what it says, its proof, how long."""
    model = pages.kind.model
    seen = pages.kind.rows.visible_to(request.user)
    row = get_object_or_404(seen.select_related("person", model.giver, "ended_by"), pk=pk)
    context = {
        "pages": pages,
        "row": row,
        "state": row.state_at(timezone.now()),
        "gives": bool(can(request.user, model.right)) and row.person_id != request.user.pk,
        "new_url": reverse(pages.kind.address("new")),
        "end_url": reverse(pages.kind.address("end"), args=[pk]),
        "proof_url": reverse(pages.kind.address("proof"), args=[pk]),
        "entries": history_of(pages.kind.code, pk, 50),
    }
    return render(request, pages.detail_template, context)


@require_http_methods(["GET", "POST"])
def certificate_new(request: StaffRequest, pages: CertificatePages) -> HttpResponse:
    """Give one to somebody else, or renew it."""
    require(request.user, pages.kind.model.right)
    initial = {"person": request.GET.get("person")}
    form = pages.form(posted(request), request.FILES or None, actor=request.user, initial=initial)
    if form.made_once(
        lambda: pages.give(actor=request.user, **form.content()), model=pages.kind.model, actor=request.user
    ):
        messages.success(request, str(pages.given))
        return redirect(form.outcome)
    context = {"pages": pages, "form": form, "list_url": reverse(pages.kind.list_address)}
    return render(request, "accounts/certificates/certificate_new.html", context, status=form.http_status)


@require_GET
def certificate_proof(request: StaffRequest, pk: int, pages: CertificatePages) -> HttpResponseBase:
    """The paper of one certificate, to take away; never shown in the browser."""
    row = get_object_or_404(pages.kind.rows.visible_to(request.user).exclude(proof_place=""), pk=pk)
    return answer_stored(row.proof_place, mime=row.proof_type, name=row.proof_name)


@require_http_methods(["GET", "POST"])
def certificate_end(request: StaffRequest, pk: int, pages: CertificatePages) -> HttpResponse:
    """End one before its time."""
    require(request.user, pages.kind.model.right)
    row = get_object_or_404(pages.kind.rows.select_related("person"), pk=pk)
    form = EndForm(posted(request))
    if form.carried_out(lambda: pages.end(row, actor=request.user, **form.cleaned_data)):
        messages.success(request, str(pages.ended))
        return redirect(row)
    context = {"pages": pages, "row": row, "form": form}
    return render_refused(request, "accounts/certificates/certificate_end.html", context, form)

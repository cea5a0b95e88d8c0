"""The pages of corrections: the list, asking for one, carrying it out."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.corrections.carrying_out import carry_out_correction
from content.corrections.forms import AskForm, CarryOutForm, DropForm
from content.corrections.models import Correction
from content.corrections.rules import KIND, PUBLISH
from content.corrections.services import ask_correction, drop_correction, may_ask
from content.corrections.signatures import asked_of_linter, requests_by_signature
from content.corrections.workflow import AGREED
from content.drafts.diff import pieces
from content.linter.services import accounts_to_lint_for
from content.publishing.comparing import standing_text
from content.publishing.models import Publication
from governance.public import (
    Denial,
    StaffRequest,
    WordedForm,
    can,
    deadlines_of,
    history_of,
    page_by_key,
    posted,
    render_refused,
    require,
)

SHOWN = 50
PAGE = "content/corrections/correction_detail.html"
JOINED = ("publication__account", "publication__version", "account", "asked_by", "corrected_by", "proof")


def _correction(request: StaffRequest, pk: int) -> Correction:
    return get_object_or_404(Correction.objects.visible_to(request.user).select_related(*JOINED), pk=pk)


@require_GET
def correction_list(request: StaffRequest) -> HttpResponse:
    """Corrections of the accounts that one may see, the newest first."""
    rows = Correction.objects.visible_to(request.user).select_related("publication", "account", "asked_by")
    page = page_by_key(rows, order=("-asked_at", "-pk"), after=request.GET.get("after"))
    return render(request, "content/corrections/correction_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def correction_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Say what is wrong in a post, and what should stand instead."""
    rows = Publication.objects.visible_to(request.user).select_related("account", "version")
    publication = get_object_or_404(rows, pk=pk)
    if not may_ask(request.user, publication):
        raise Denial(_("You do not work on this account. Tell its publisher what is wrong."))
    form = AskForm(posted(request), initial={"corrected_text": standing_text(publication)})
    if form.made_once(
        lambda: ask_correction(publication, actor=request.user, **form.content()),
        model=Correction,
        actor=request.user,
    ):
        messages.success(request, _("The correction is asked for. Whoever signs such a post decides, one by one."))
        return redirect(form.outcome)
    may_lint = publication.account_id in accounts_to_lint_for(request.user)
    context = {"publication": publication, "form": form, "lint": asked_of_linter(publication) if may_lint else ""}
    return render(request, "content/corrections/correction_new.html", context, status=form.http_status)


def _page(request: StaffRequest, row: Correction, refused: WordedForm | None = None, **forms: Any) -> HttpResponse:
    before = row.text_before or standing_text(row.publication)
    context = {
        "correction": row,
        "publication": row.publication,
        "requests": requests_by_signature(row),
        "changes": pieces(before, row.corrected_text),
        "may_carry_out": row.status == AGREED and bool(can(request.user, PUBLISH, row)),
        "form": CarryOutForm(correction=row, initial={"version": row.lock_version, "url": row.publication.url}),
        "drop_form": DropForm(initial={"version": row.lock_version}, prefix="drop"),
        "deadlines": deadlines_of(KIND, [row.pk]).get(row.pk, []),
        "entries": history_of(KIND, row.pk, SHOWN),
        **forms,
    }
    return render_refused(request, PAGE, context, refused) if refused else render(request, PAGE, context)


@require_GET
def correction_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One correction: what is wrong, what should stand, who decided, how it was carried out."""
    return _page(request, _correction(request, pk))


@require_POST
def correction_carry_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Record that the corrected text stands."""
    row = _correction(request, pk)
    require(request.user, PUBLISH, row)
    form = CarryOutForm(request.POST, request.FILES, correction=row)
    if form.carried_out(lambda: carry_out_correction(row, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The correction is recorded."))
        return redirect(row)
    return _page(request, row, form, form=form)


@require_POST
def correction_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a correction up."""
    row = _correction(request, pk)
    require(request.user, PUBLISH, row)
    form = DropForm(request.POST, prefix="drop")
    if form.carried_out(lambda: drop_correction(row, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The correction is given up. Withdraw the post if it cannot stand."))
        return redirect(row)
    return _page(request, row, form, drop_form=form)

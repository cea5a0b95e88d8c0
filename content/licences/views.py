"""Licences: the list, one of them, registering, renewing, ending, and the only door to a proof."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from content.licences import services
from content.licences.forms import EndForm, LicenceForm, TermForm
from content.licences.models import Licence, LicenceTerm
from content.licences.services import KEEPERS
from governance.public import (
    Denial,
    StaffRequest,
    WordedForm,
    accounts_for,
    answer_stored,
    can,
    history_of,
    page_by_key,
    posted,
    render_refused,
    today,
)


def _licence(request: StaffRequest, pk: int) -> Licence:
    rows = Licence.objects.visible_to(request.user).select_related("account", "keeper").prefetch_related("terms")
    return get_object_or_404(rows, pk=pk)


def _keeps(request: StaffRequest, licence: Licence) -> bool:
    return any(can(request.user, right, licence.account) for right in KEEPERS)


def _require_keeper(request: StaffRequest, licence: Licence) -> None:
    if not _keeps(request, licence):
        raise Denial(_("You may not keep licences of this account. Ask its manager."))


@require_GET
def licence_list(request: StaffRequest) -> HttpResponse:
    """Licences of outside material, newest first, each with its last day."""
    rows = Licence.objects.visible_to(request.user).select_related("account", "keeper").prefetch_related("terms")
    page = page_by_key(rows, order=("-created_at", "-pk"), after=request.GET.get("after"))
    day = today(None)
    lines = [(row, *services.last_day(row, day)) for row in page]
    keeps = any(accounts_for(request.user, right) for right in KEEPERS)
    return render(request, "content/licences/licence_list.html", {"page": page, "lines": lines, "keeps": keeps})


@require_http_methods(["GET", "POST"])
def licence_new(request: StaffRequest) -> HttpResponse:
    """Register a licence with its proof."""
    if not any(accounts_for(request.user, right) for right in KEEPERS):
        raise Denial(_("You may not keep licences of any account. Ask the manager of an account for the right."))
    form = LicenceForm(posted(request), request.FILES or None, actor=request.user)
    if form.carried_out(lambda: services.register_licence(actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The licence is registered. Files can be uploaded under it now."))
        return redirect(form.outcome)
    return render(request, "content/licences/licence_form.html", {"form": form}, status=form.http_status)


@require_GET
def licence_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One licence: its terms with their proofs, and the files that are used under it."""
    licence = _licence(request, pk)
    holds, until = services.last_day(licence, today(None))
    context = {
        "licence": licence, "holds": holds, "until": until, "keeps": _keeps(request, licence),
        "assets": licence.assets.visible_to(request.user)[:50], "entries": history_of("licence", licence.pk, 20),
    }  # fmt: skip
    return render(request, "content/licences/licence_detail.html", context)


@require_http_methods(["GET", "POST"])
def licence_renew(request: StaffRequest, pk: int) -> HttpResponse:
    """Add a term with its proof."""
    licence = _licence(request, pk)
    _require_keeper(request, licence)
    form = TermForm(posted(request), request.FILES or None)
    if form.carried_out(lambda: services.renew_licence(licence, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The licence is renewed."))
        return redirect(licence)
    return _step(request, licence, form, _("Renew the licence"))


@require_http_methods(["GET", "POST"])
def licence_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a licence before its time."""
    licence = _licence(request, pk)
    _require_keeper(request, licence)
    form = EndForm(posted(request))
    if form.carried_out(lambda: services.end_licence(licence, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The licence is ended. Files under it are not published any more."))
        return redirect(licence)
    return _step(request, licence, form, _("End the licence"))


def _step(request: StaffRequest, licence: Licence, form: WordedForm, title: str) -> HttpResponse:
    context = {"licence": licence, "form": form, "title": title}
    return render_refused(request, "content/licences/licence_step.html", context, form)


@require_GET
def licence_proof(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The proof of a term, handed out to whoever sees the licence."""
    seen = Licence.objects.visible_to(request.user)
    term = get_object_or_404(LicenceTerm.objects.exclude(proof_place=""), pk=pk, licence__in=seen)
    return answer_stored(term.proof_place, mime=term.proof_mime, name=term.proof_name)

"""Imports: the list, the wizard (upload, preview, confirm), one import, its raw file."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analytics.imports.forms import AccountForm, UploadForm
from analytics.imports.lateness import sees_imports
from analytics.imports.models import MetricImport
from analytics.imports.profiles import profiles
from analytics.imports.rules import SAVED
from analytics.imports.uploads import check_upload, confirm_import, drop_import
from analytics.metrics.models import MetricDefinition
from governance.public import Denial, Refused, accounts_for, answer_stored, can, history_of, page_by_key, require

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


def _enter(request: HttpRequest) -> None:
    if not sees_imports(request.user):
        require(request.user, "governance.import_metrics")


def _run(request: HttpRequest, pk: int) -> MetricImport:
    """An import of an account whose figures this person may see; 404 for others, 403 without the right."""
    rows = MetricImport.objects.visible_to(request.user).select_related("account", "raw_file", "operator")
    run = get_object_or_404(rows, pk=pk)
    _enter(request)
    return run


@require_GET
def imports(request: HttpRequest) -> HttpResponse:
    """Imports, newest first; the archive of raw files is searched by name or hash (R-089)."""
    _enter(request)
    text = request.GET.get("q", "").strip()[:100]
    rows = MetricImport.objects.visible_to(request.user).select_related("account", "raw_file", "operator")
    if text:
        rows = rows.filter(Q(raw_file__name__icontains=text) | Q(raw_file__sha256__startswith=text.lower()))
    page = page_by_key(rows, after=request.GET.get("after"))
    context = {
        "page": page,
        "q": text,
        "may_import": can(request.user, "governance.import_metrics"),
    }
    return render(request, "analytics/imports/imports.html", context)


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """Choose an account, then a file for it; what importing it would do is shown next."""
    require(request.user, "governance.import_metrics")
    if not accounts_for(request.user, "accounts.view_metrics"):
        raise Denial(_("You see the figures of no account yet. Ask the manager of an account for the right."))
    if request.method == "GET":
        choice = AccountForm({"account": request.GET.get("account", "")}, actor=request.user)
        if not choice.is_valid():
            first = AccountForm(request.GET if "account" in request.GET else None, actor=request.user)
            return render(request, "analytics/imports/import_account.html", {"form": first})
        form = UploadForm(initial=choice.cleaned_data, actor=request.user)
        return render(request, "analytics/imports/import_new.html", {"form": form})
    form = UploadForm(request.POST, request.FILES, actor=request.user)
    if form.is_valid():
        data = form.cleaned_data
        try:
            run = check_upload(data["file"], account=data["account"], actor=request.user, profile=data["profile"])
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("analytics:import_detail", pk=run.pk)
    return render(request, "analytics/imports/import_new.html", {"form": form})


@require_GET
def import_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One import: preview or result, refused cells by row and column, unknown columns, where the file came from."""
    run = _run(request, pk)
    context = {
        "run": run,
        "profile": profiles().get(run.profile),
        "preview_metrics": _named(run.preview.get("columns", [])),
        "entries": history_of("metric_import", run.pk, 20),
        "may_import": can(request.user, "governance.import_metrics"),
    }
    return render(request, "analytics/imports/import_detail.html", context)


def _named(codes: list[str]) -> list[MetricDefinition | str]:
    """The metrics of these codes, in their order."""
    known = {row.code: row for row in MetricDefinition.objects.filter(code__in=codes)} if codes else {}
    return [known.get(code, code) for code in codes]


@require_GET
def import_state(request: HttpRequest, pk: int) -> HttpResponse:
    """How far a worker is, asked again by the page; once it is done the page loads anew."""
    run = _run(request, pk)
    if request.headers.get("HX-Request") != "true":
        return redirect("analytics:import_detail", pk=pk)
    answer = render(request, "analytics/imports/_progress.html", {"run": run})
    if not run.at_work:
        answer["HX-Refresh"] = "true"
    return answer


@require_POST
def import_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """Save what was checked."""
    run = _run(request, pk)
    require(request.user, "governance.import_metrics")
    try:
        run = confirm_import(run, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        if run.status == SAVED:
            saved = run.new + run.changed
            words = ngettext("%(count)d row was saved.", "%(count)d rows were saved.", saved) % {"count": saved}
            messages.success(request, words)
    return redirect("analytics:import_detail", pk=pk)


@require_POST
def import_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Leave a checked import unsaved."""
    run = _run(request, pk)
    require(request.user, "governance.import_metrics")
    try:
        drop_import(run, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("analytics:import_detail", pk=pk)


@require_GET
def import_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The raw file as it came, to take away; never shown in the browser."""
    run = _run(request, pk)
    return answer_stored(run.raw_file.path, mime="application/octet-stream", name=run.raw_file.name)

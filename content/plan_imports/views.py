"""Importing plan items: the empty file, the upload, what each line would become, and the confirmation."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.plan_imports import services
from content.plan_imports.forms import ImportForm
from content.plan_imports.models import PlanImport
from content.plan_imports.reading import CHOICES
from content.plan_imports.rules import COLUMNS, OUTCOME_LOOKS, OUTCOMES, WRITE
from governance.public import Denial, Refused, StaffRequest, accounts_for, export_rows, history_of, page_by_key, posted


def _require_planner(request: StaffRequest) -> None:
    if not accounts_for(request.user, WRITE):
        raise Denial(_("You may not plan for any account. Ask the manager of an account for the right."))


def _import(request: StaffRequest, pk: int) -> PlanImport:
    return get_object_or_404(PlanImport.objects.visible_to(request.user).select_related("started_by"), pk=pk)


@require_GET
def plan_import_list(request: StaffRequest) -> HttpResponse:
    """One's own imports, newest first."""
    _require_planner(request)
    rows = PlanImport.objects.visible_to(request.user).defer("lines", "errors")
    page = page_by_key(rows, order=("-pk",), after=request.GET.get("after"))
    return render(request, "content/plan_imports/plan_import_list.html", {"page": page})


@require_http_methods(["GET", "POST"])
def plan_import_new(request: StaffRequest) -> HttpResponse:
    """Upload a file; what each line would become is shown next."""
    _require_planner(request)
    form = ImportForm(posted(request), request.FILES or None)
    if form.carried_out(
        lambda: services.check_upload(
            form.cleaned_data["file"], actor=request.user, form_key=form.cleaned_data["form_key"]
        )
    ):
        return redirect(form.outcome)
    columns = [(row, [label for _code, label in CHOICES.get(row.field, ())]) for row in COLUMNS]
    context = {"form": form, "columns": columns}
    return render(request, "content/plan_imports/plan_import_new.html", context, status=form.http_status)


@require_GET
def plan_import_empty(request: StaffRequest, form: str) -> HttpResponseBase:
    """An empty file to fill in: the names of the columns."""
    _require_planner(request)
    if form not in ("csv", "xlsx"):
        raise Http404
    return export_rows("plans-empty", [column.names[0] for column in COLUMNS], [], form)


@require_GET
def plan_import(request: StaffRequest, pk: int) -> HttpResponse:
    """What each line would become, or became; nothing is written before it is confirmed."""
    run = _import(request, pk)
    lines: list[dict[str, Any]] = [
        {
            **line, "at": parse_datetime(line["planned_at"]), "label": OUTCOMES[line["outcome"]],
            "tone": OUTCOME_LOOKS[line["outcome"]][0], "icon": OUTCOME_LOOKS[line["outcome"]][1],
        }
        for line in run.lines
    ]  # fmt: skip
    context = {"run": run, "lines": lines, "entries": history_of("plan_import", run.pk, 20)}
    return render(request, "content/plan_imports/plan_import.html", context)


@require_POST
def plan_import_confirm(request: StaffRequest, pk: int) -> HttpResponse:
    """Write the plan items."""
    run = _import(request, pk)
    _require_planner(request)
    try:
        saved = services.confirm_import(run, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        words = ngettext("%(count)d plan item is stored.", "%(count)d plan items are stored.", saved.new)
        messages.success(request, words % {"count": saved.new})
    return redirect(run)


@require_POST
def plan_import_drop(request: StaffRequest, pk: int) -> HttpResponse:
    """Do not import it."""
    run = _import(request, pk)
    _require_planner(request)
    try:
        services.drop_import(run, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(run)

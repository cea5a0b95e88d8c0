"""Monthly reports: the list, one report, its words, moves, files and actions."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analytics.reports import actions, services
from analytics.reports.files import ask_for_file
from analytics.reports.forms import ActionForm, NewReportForm, ReportForm
from analytics.reports.models import ActionItem, MonthlyReport, ReportFile
from analytics.reports.pages import report_page
from analytics.reports.words import method_sentences
from analytics.reports.workflow import ACKNOWLEDGE, SEND
from analytics.targets.tabs import state_tabs
from governance.public import (
    Denial,
    MoveForm,
    Refused,
    StaffRequest,
    answer_stored,
    can,
    deadlines_of,
    history_of,
    page_by_key,
    render_refused,
    require,
    turn_back,
)

CONTENT_TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@require_GET
def report_list(request: StaffRequest) -> HttpResponse:
    """Reports that one may see, the newest month first."""
    rows = MonthlyReport.objects.visible_to(request.user).select_related("account", "author")
    state = request.GET.get("state", "")
    rows = rows.filter(status=state) if state in dict(MonthlyReport.machine.choices) else rows
    page = page_by_key(rows.defer("paper"), order=("-month", "-pk"), after=request.GET.get("after"))
    clocks = deadlines_of(services.KIND, [row.pk for row in page])
    context = {
        "lines": [(row, next(iter(clocks.get(row.pk, [])), None)) for row in page],
        "page": page,
        "tabs": state_tabs(MonthlyReport.machine, state),
        "may_write": can(request.user, SEND),
    }
    return render(request, "analytics/reports/report_list.html", context)


@require_http_methods(["GET", "POST"])
def report_new(request: StaffRequest) -> HttpResponse:
    """Begin a report."""
    require(request.user, SEND)
    form = NewReportForm(request.POST or None, actor=request.user, today=timezone.localdate())
    if request.method == "POST" and form.is_valid():
        try:
            report = services.create_report(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            return redirect("analytics:report_edit", pk=report.pk)
    return render(request, "analytics/reports/report_new.html", {"form": form})


def _report(request: StaffRequest, pk: int) -> MonthlyReport:
    seen = MonthlyReport.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("account", "author", "sent_by", "replaces"), pk=pk)


@require_GET
def report_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One report: figures, charts, words, who acknowledged."""
    report = _report(request, pk)
    return render(request, "analytics/reports/report_detail.html", report_page(report, request.user, timezone.now()))


@require_http_methods(["GET", "POST"])
def report_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Write findings and advice beside what the figures say."""
    report = _report(request, pk)
    require(request.user, SEND)
    if not report.is_draft:
        messages.error(request, _("This report was sent. Write a corrected report if something is wrong."))
        return redirect(report)
    paper = services.paper_of(report)
    names = ("findings", "advice", "methods")
    initial = {name: getattr(report, name) for name in names} | {"version": report.lock_version}
    least = services.least_methods(report, timezone.now())
    form = ReportForm(request.POST or None, paper=paper, least=least, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.edit_report(report, actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The report is stored. Send it when it is ready."))
            return redirect(report)
    context = {"form": form, "report": report, "methods": method_sentences(paper)}
    return render(request, "analytics/reports/report_form.html", context)


MOVES: dict[str, Callable[..., MonthlyReport]] = {
    "send": services.send_report,
    "acknowledge": services.acknowledge_report,
    "replace": services.replace_report,
}
MOVED = {
    "send": gettext_lazy("The report is sent; those who receive it were told."),
    "acknowledge": gettext_lazy("You acknowledged the report."),
    "replace": gettext_lazy("Here is the corrected report. Send it when it is ready."),
}


@require_POST
def report_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Send, acknowledge, or begin a corrected report."""
    report = _report(request, pk)
    form = MoveForm.of(request, MonthlyReport.machine, MOVES)
    if form.is_valid():
        require(request.user, form.permission(), report)

    def act() -> MonthlyReport:
        data = form.cleaned_data
        extra = {} if data["name"] == "send" else {"note": data["note"]}
        return MOVES[data["name"]](report, actor=request.user, version=data["version"], **extra)

    if form.carried_out(act):
        messages.success(request, MOVED[form.cleaned_data["name"]])
        return redirect(form.outcome)
    context = report_page(_report(request, pk), request.user, timezone.now()) | {"move_form": form}
    return render_refused(request, "analytics/reports/report_detail.html", context, form)


@require_POST
def report_file(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for the report as a file; the answer shows how far it is."""
    report = _report(request, pk)
    try:
        file = ask_for_file(
            report, actor=request.user, format=request.POST.get("format", ""),
            language=request.POST.get("language", ""),
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(report)
    return redirect("analytics:report_file_state", pk=pk, file_pk=file.pk)


def _file(request: StaffRequest, pk: int, file_pk: int) -> ReportFile:
    return get_object_or_404(ReportFile, pk=file_pk, report=_report(request, pk))


@require_GET
def report_file_state(request: StaffRequest, pk: int, file_pk: int) -> HttpResponse:
    """How far a file is; asked again by the page until it is ready."""
    file = _file(request, pk, file_pk)
    fragment = request.headers.get("HX-Request") == "true"
    template = "analytics/reports/_file.html" if fragment else "analytics/reports/report_file.html"
    return render(request, template, {"file": file, "report": file.report})


@require_GET
def report_file_download(request: StaffRequest, pk: int, file_pk: int) -> HttpResponseBase:
    """The file itself."""
    file = _file(request, pk, file_pk)
    if file.state != "done":
        raise Http404
    return answer_stored(file.place, mime=CONTENT_TYPES[file.format], name=file.name)


@require_http_methods(["GET", "POST"])
def action_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Give an action out of a report's advice."""
    report = _report(request, pk)
    if not (can(request.user, SEND) or can(request.user, ACKNOWLEDGE)):
        raise Denial(_("Only who writes or acknowledges reports can give actions. Ask the report's author."))
    form = ActionForm(request.POST or None, report=report)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        data.pop("due_on")
        try:
            actions.create_action(report, actor=request.user, due_at=form.due_at(), **data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The action is given, and its owner was told."))
            return redirect(report)
    return render(request, "analytics/reports/action_form.html", {"form": form, "report": report})


def _action(request: StaffRequest, pk: int) -> ActionItem:
    seen = ActionItem.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("report__account", "account", "owner", "metric", "created_by"), pk=pk)


@require_GET
def action_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One action with its clock, result and effect."""
    action = _action(request, pk)
    context = {
        "action": action,
        "deadline": next(iter(deadlines_of(actions.KIND, [pk]).get(pk, [])), None),
        "may_see_report": MonthlyReport.objects.visible_to(request.user).filter(pk=action.report_id).exists(),
        "entries": history_of(actions.KIND, pk, 50),
    }
    return render(request, "analytics/reports/action_detail.html", context)


@require_POST
def action_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Finish or drop."""
    action = _action(request, pk)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=ActionItem.machine)
    if form.is_valid():
        require(request.user, form.permission(), action)

    def act() -> object:
        data = form.cleaned_data
        service = {"finish": actions.finish_action, "drop": actions.drop_action}[data["name"]]
        return service(action, actor=request.user, note=data["note"], version=data["version"])

    return redirect(action) if form.carried_out(act) else turn_back(request, action, form)

"""Incidents: the list, a report, one incident with its steps, and what is done with it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.custody.models import Checkout, Credential, Share
from accounts.incidents import measures, owning, pages, people, services, steps
from accounts.incidents.forms import (
    AssignForm,
    CauseForm,
    IncidentFilter,
    IncidentForm,
    MeasureForm,
    NoteForm,
    ResultForm,
    StepForm,
)
from accounts.incidents.models import CorrectiveMeasure, Incident, IncidentNote, IncidentStep
from accounts.incidents.rules import KIND, LENDING
from accounts.incidents.workflow import INCIDENT, WHOSE
from governance.public import (
    Denial,
    MoveForm,
    Refused,
    Sentence,
    StaffRequest,
    WordedForm,
    deadlines_of,
    once,
    page_by_key,
    posted,
)


def _incident(request: StaffRequest, pk: int) -> Incident:
    named = ("account__department", "owner", "found_by", "reported_by", "superior", "received_by", "concerned",
             "contained_by", "closed_by")  # fmt: skip
    return get_object_or_404(Incident.objects.visible_to(request.user).select_related(*named), pk=pk)


def _allow(reason: Sentence | None) -> None:
    if reason is not None:
        raise Denial(reason)


@require_GET
def incidents(request: StaffRequest) -> HttpResponse:
    """The incidents of the accounts that one sees, the latest first."""
    form = IncidentFilter(request.GET, actor=request.user)
    values = form.cleaned_data if form.is_valid() else {}
    page = page_by_key(
        pages.rows_of(request.user, values), order=("-found_at", "-pk"), after=request.GET.get("after"), filled=True
    )
    clocks = deadlines_of(KIND, [row.pk for row in page])
    lines = [(row, clocks.get(row.pk, [])) for row in page]
    context = {
        "page": page, "lines": lines, "form": form, "now": timezone.now(),
        "may_report": bool(services.reportable_accounts(request.user)), "filtered": bool(request.GET),
    }  # fmt: skip
    return render(request, "accounts/incidents/incidents.html", context)


@require_http_methods(["GET", "POST"])
def incident_new(request: StaffRequest) -> HttpResponse:
    """Report an incident; whoever works on an account may, and comes with its name or with a checkout of a login."""
    if not services.reportable_accounts(request.user):
        raise Denial(_("An incident is reported by people who work on the account. Please tell one of them."))
    form = IncidentForm(posted(request), actor=request.user, initial=_origin(request))
    if form.made_once(
        lambda: services.report_incident(actor=request.user, **form.content()), model=Incident, actor=request.user
    ):
        messages.success(request, _("The incident is reported. Everybody who answers for the account was told."))
        return redirect(form.outcome)
    return render(request, "accounts/incidents/incident_new.html", {"form": form}, status=form.http_status)


def _origin(request: StaffRequest) -> dict[str, Any]:
    """What is known already: the account from whose page one came, the checkout or share in which a login was lent."""
    logins = Credential.objects.visible_to(request.user)
    for name, rows in (("checkout", Checkout.objects), ("share", Share.objects)):
        number = request.GET.get(name, "")
        if number.isdecimal() and len(number) < 19:
            row: Any = get_object_or_404(rows.filter(credential__in=logins).select_related("credential"), pk=number)
            return {
                name: row.pk, "account": row.credential.account_id, "kind": LENDING,
                "concerned": row.person_id if row.person_id != request.user.pk else None,
            }  # fmt: skip
    accounts = IncidentForm(actor=request.user).fields["account"]
    account = accounts.queryset.filter(handle=request.GET.get("account", "")).first()  # type: ignore[attr-defined]
    return {"account": account.pk} if account is not None else {}


def _page(request: StaffRequest, incident: Incident, bound: dict[str, Any] | None = None) -> HttpResponse:
    context = pages.parts_of(incident, request.user, timezone.now(), bound)
    status = 422 if bound else 200
    return render(request, "accounts/incidents/incident_detail.html", context, status=status)


@require_GET
def incident_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One incident: its clocks, its steps, what follows from it, everything that happened."""
    return _page(request, _incident(request, pk))


def _take(
    request: StaffRequest, incident: Incident, name: str, form: WordedForm, serve: Callable[[dict[str, Any]], object],
    done: str,
) -> HttpResponse:  # fmt: skip
    """Serve a form of the incident's page; what is refused comes back beside its field."""
    if form.is_valid():
        try:
            serve(form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, done)
            return redirect(incident)
    return _page(request, incident, {name: form})


@require_POST
def incident_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Contain, close, open again."""
    incident = _incident(request, pk)
    form = MoveForm.of(request, INCIDENT, WHOSE)
    if form.is_valid():
        _allow(WHOSE[form.cleaned_data["name"]](incident, request.user, {"at": timezone.now()}))
    if form.carried_out(lambda: services.move_incident(incident, actor=request.user, **form.cleaned_data)):
        return redirect(incident)
    return _page(request, _incident(request, pk), {"move_form": form})


@require_POST
def incident_receive(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm that the report has arrived."""
    incident = _incident(request, pk)
    _allow(people.why_not_receiving(incident, request.user, timezone.now()))
    try:
        services.receive_report(incident, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("You have confirmed the report."))
    return redirect(incident)


@require_POST
def incident_assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand the incident to somebody else."""
    incident = _incident(request, pk)
    services.require_handling(incident, request.user, timezone.now())
    return _take(
        request, incident, "assign", AssignForm(request.POST, incident=incident),
        lambda data: owning.assign_incident(incident, actor=request.user, **data), _("The incident is handed over."),
    )  # fmt: skip


@require_POST
def incident_note(request: StaffRequest, pk: int) -> HttpResponse:
    """Write something down."""
    incident = _incident(request, pk)
    _allow(people.why_not_noting(incident, request.user, timezone.now()))
    return _take(
        request, incident, "note", NoteForm(request.POST),
        lambda data: once(
            data.pop("form_key"), lambda: services.write_note(incident, actor=request.user, **data),
            model=IncidentNote, actor=request.user,
        ), _("The note is kept."),
    )  # fmt: skip


@require_POST
def incident_cause(request: StaffRequest, pk: int) -> HttpResponse:
    """Write down the cause."""
    incident = _incident(request, pk)
    services.require_handling(incident, request.user, timezone.now())
    return _take(
        request, incident, "cause", CauseForm(request.POST),
        lambda data: services.write_cause(incident, actor=request.user, **data), _("The cause is kept."),
    )  # fmt: skip


@require_POST
def incident_measure(request: StaffRequest, pk: int) -> HttpResponse:
    """Name a corrective measure."""
    incident = _incident(request, pk)
    services.require_handling(incident, request.user, timezone.now())
    return _take(
        request, incident, "measure", MeasureForm(request.POST),
        lambda data: once(
            data.pop("form_key"), lambda: measures.name_measure(incident, actor=request.user, **data),
            model=CorrectiveMeasure, actor=request.user,
        ), _("The measure is named."),
    )  # fmt: skip


@require_POST
def incident_step(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that a step is done, or not needed."""
    step = get_object_or_404(IncidentStep.objects.select_related("incident"), pk=pk)
    incident = step.incident = _incident(request, step.incident_id)
    _allow(steps.why_not_doing(step, request.user, timezone.now()))

    def serve(data: dict[str, Any]) -> object:
        proofs = [data.pop("proof")] if data.get("proof") else []
        return steps.finish_step(
            step, actor=request.user, note=data["note"], outcome=data["outcome"], proofs=proofs
        )  # fmt: skip

    form = StepForm(request.POST, request.FILES, step=step)
    return _take(request, incident, f"step-{pk}", form, serve, _("The step is noted."))


@require_POST
def incident_step_assign(request: StaffRequest, pk: int) -> HttpResponse:
    """Give a step to somebody."""
    step = get_object_or_404(IncidentStep.objects.select_related("incident"), pk=pk)
    incident = _incident(request, step.incident_id)
    services.require_handling(incident, request.user, timezone.now())
    form = AssignForm(request.POST, incident=incident)
    if not form.is_valid():
        messages.error(request, _("Please choose who does the step."))
        return redirect(incident)
    try:
        steps.assign_step(step, actor=request.user, owner=form.cleaned_data["owner"])
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(incident)


@require_POST
def measure_done(request: StaffRequest, pk: int) -> HttpResponse:
    """Note that a measure was carried out; its owner sees the incident for that."""
    measure = get_object_or_404(CorrectiveMeasure.objects.select_related("incident"), pk=pk)
    incident = _incident(request, measure.incident_id)
    if measure.owner_id != request.user.pk:
        services.require_handling(incident, request.user, timezone.now())
    return _take(
        request, incident, f"measure-{pk}", ResultForm(request.POST, auto_id=f"result_{pk}_%s"),
        lambda data: measures.finish_measure(measure, actor=request.user, **data), _("The measure is noted."),
    )  # fmt: skip

"""What leaves the house about incidents: the printed report, proofs, and exports with a reason (R-011, R-107)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods

from accounts.incidents import pages
from accounts.incidents.forms import IncidentFilter
from accounts.incidents.models import Incident, IncidentProof
from accounts.incidents.paper import write_report
from accounts.incidents.timeline import timeline_of
from governance.public import StaffRequest, Takeable, answer_export, answer_stored

HEADERS = (
    gettext_lazy("Incident number"), gettext_lazy("Kind"), gettext_lazy("Severity"), gettext_lazy("Status"),
    gettext_lazy("Account"), gettext_lazy("Found at"), gettext_lazy("Entered at"), gettext_lazy("To be contained by"),
    gettext_lazy("Contained at"), gettext_lazy("To be received by"), gettext_lazy("Receipt confirmed at"),
    gettext_lazy("Owner"), gettext_lazy("Reported to"), gettext_lazy("Cause"), gettext_lazy("Closed at"),
    gettext_lazy("Closed by"),
)  # fmt: skip
TIMELINE_HEADERS = (
    gettext_lazy("When"),
    gettext_lazy("Who"),
    gettext_lazy("What happened"),
    gettext_lazy("Note on it"),
)


def _seen(request: StaffRequest, pk: int) -> Incident:
    rows = Incident.objects.visible_to(request.user).select_related(
        "account", "owner", "superior", "found_by", "reported_by", "received_by", "contained_by", "closed_by"
    )
    return get_object_or_404(rows, pk=pk)


def _local(moment: Any) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def _rows(request: StaffRequest) -> Iterator[tuple[Any, ...]]:
    form = IncidentFilter(request.GET, actor=request.user)
    values = form.cleaned_data if form.is_valid() else {}
    for row in pages.rows_of(request.user, values).select_related("closed_by").order_by("-found_at", "-pk"):
        yield (
            row.number, row.get_kind_display(), row.get_severity_display(), row.get_status_display(), row.account,
            _local(row.found_at), _local(row.reported_at), _local(row.contain_by), _local(row.contained_at),
            _local(row.report_by), _local(row.received_at), row.owner, row.superior or "", row.cause,
            _local(row.closed_at), row.closed_by or "",
        )  # fmt: skip


@require_http_methods(["GET", "POST"])
def incidents_export(request: StaffRequest) -> HttpResponseBase:
    """The list as a file, for a reason that goes into the ledger."""
    taken = Takeable(
        page="incidents", title=_("Incidents"), headers=HEADERS, rows=lambda: _rows(request), personal=True,
        back=reverse("accounts:incidents"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_http_methods(["GET", "POST"])
def incident_export(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The timeline of one incident as a file, for a reason that goes into the ledger."""
    incident = _seen(request, pk)

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in timeline_of(incident):
            yield (_local(row.at), row.actor or _("The system"), row.words, row.text)

    taken = Takeable(
        page="incident", title=str(incident), headers=TIMELINE_HEADERS, rows=rows, personal=True, record=incident,
        back=incident.get_absolute_url(),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def incident_report(request: StaffRequest, pk: int) -> HttpResponse:
    """The whole record of one incident on one page, to be printed."""
    incident = _seen(request, pk)
    context = {
        "incident": incident,
        "touched": incident.accounts.all(),
        "steps": incident.steps.select_related("owner", "done_by").prefetch_related("proofs"),
        "measures": incident.measures.select_related("owner", "done_by"),
        "happenings": timeline_of(incident),
        "now": timezone.now(),
    }
    return render(request, "accounts/incidents/incident_report.html", context)


@require_http_methods(["GET", "POST"])
def incident_report_pdf(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The same record as PDF, for a reason that goes into the ledger: a file leaves the house (R-107)."""
    incident = _seen(request, pk)
    taken = Takeable(
        page="incident_report", title=str(incident), headers=(), rows=tuple, personal=True, record=incident,
        back=reverse("accounts:incident_report", args=[pk]),
        writers={"pdf": lambda file: write_report(file, incident, timezone.now())},
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def incident_proof(request: StaffRequest, pk: int) -> HttpResponseBase:
    """A proof, to take away; never shown in the browser."""
    proof = get_object_or_404(IncidentProof.objects.select_related("step"), pk=pk)
    _seen(request, proof.step.incident_id)
    return answer_stored(proof.place, mime=proof.media_type, name=proof.name)

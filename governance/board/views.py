"""Pages of the board: the grid, one clause, one requirement."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from governance.access.services import can, require
from governance.board import reading, services
from governance.board.forms import AcceptanceForm, AttestForm, BoardFilterForm
from governance.board.measuring import Company, make_scope, make_window, measure_all
from governance.board.models import Acceptance, Finding
from governance.board.rules import FEED, STATUSES
from governance.board.workflow import OPEN, VIEW, by_its_owner
from governance.policies.models import Clause, Requirement
from governance.policies.params import param, parameters_behind
from governance.refusals.answering import turn_back
from governance.refusals.exceptions import Denial
from governance.workflow.forms import MoveForm

if TYPE_CHECKING:
    from accounts.models import User

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


# Earlier wordings of a clause that its page shows.
EARLIER = 20


@require_GET
def board(request: HttpRequest) -> HttpResponse:
    """Per rule book a grid of clauses with status, counts and coverage."""
    require(request.user, VIEW)
    form = BoardFilterForm(request.GET)
    chosen = form.cleaned_data if form.is_valid() else {}
    found, measured_at = reading.grids(chosen)
    context = {
        "form": form, "grids": found, "measured_at": measured_at, "statuses": STATUSES,
        "may_measure": _has_hand(request.user),
    }  # fmt: skip
    return render(request, "governance/board/board.html", context)


def _has_hand(user: User) -> bool:
    """Who reads everything (the auditor) changes nothing."""
    return user.is_superuser or not can(user, "governance.read_everything")


def _require_hand(user: User) -> None:
    """Act on the board."""
    require(user, VIEW)
    if not _has_hand(user):
        raise Denial(_("You read everything here and change nothing. Please ask the manager to do this."))


@require_POST
def board_measure(request: HttpRequest) -> HttpResponse:
    """Measure now: the whole board, or the department, account or person that was chosen."""
    _require_hand(request.user)
    form = BoardFilterForm(request.POST)
    chosen = form.cleaned_data if form.is_valid() else {}
    narrow = {name: chosen[name].pk for name in ("account", "department", "person") if chosen.get(name)}
    if narrow:
        services.measure_scope(actor=request.user, **narrow)
    else:
        services.measure_board()
    messages.success(request, _("Measured."))
    query = "&".join(f"{name}={request.POST[name]}" for name in narrow)
    return redirect(f"/board/?{query}" if query else "governance:board")


@require_GET
def board_clause(request: HttpRequest, code: str) -> HttpResponse:
    """One clause: our wording, why it has this status, twelve months, records, findings."""
    require(request.user, VIEW)
    clause = get_object_or_404(Clause.objects.select_related("policy__owner"), code=code)
    requirements = list(clause.requirements.order_by("links__position"))
    codes = [requirement.code for requirement in requirements]
    form = BoardFilterForm(request.GET)
    month = form.cleaned_data.get("month") if form.is_valid() else None
    runs = reading.runs_of(codes, clause.policy_id, month)
    context = {
        "clause": clause, "month": month, "wordings": clause.wordings.all()[:EARLIER],
        "requirements": [(one, runs.get(one.code)) for one in requirements],
        "status": reading.worst(run.status for run in runs.values()),
        "strip": reading.strip(codes, clause.policy_id, timezone.now()),
        "shown": reading.records_of_runs(list(runs.values()), request.user),
        "findings": Finding.objects.filter(requirement_id__in=codes, status__in=OPEN).select_related(
            "owner", "requirement"
        ),
    }  # fmt: skip
    return render(request, "governance/board/clause.html", context)


@require_GET
def board_requirement(request: HttpRequest, code: str) -> HttpResponse:
    """One requirement, measured as the page is opened or as it stood in a month: number, line, records, clauses."""
    require(request.user, VIEW)
    requirement = get_object_or_404(Requirement, code=code)
    form = BoardFilterForm(request.GET)
    month = form.cleaned_data.get("month") if form.is_valid() else None
    standing = _as_it_stood(code, month, request.user) if month else _as_it_stands(requirement, request)
    context = standing | {
        "requirement": requirement, "month": month,
        "lines": parameters_behind(code), "strip": reading.strip([code], None, timezone.now()),
        "clauses": requirement.clauses.select_related("policy"),
        "findings": requirement.findings.select_related("owner", "requirement")[:20],
        "acceptances": requirement.acceptances.select_related("requested_by", "decided_by")[:10],
        "attestations": requirement.attestations.select_related("attested_by")[:10],
        "may_attest": can(request.user, "governance.manage_policies"),
        "attest_form": AttestForm(), "acceptance_form": AcceptanceForm(),
    }  # fmt: skip
    return render(request, "governance/board/requirement.html", context)


def _as_it_stands(requirement: Requirement, request: HttpRequest) -> dict[str, Any]:
    """The requirement measured now, with the records that keep it or those that break it."""
    scope, window = make_scope(Company.read()), make_window(timezone.now())
    below = param("principles").value if requirement.mode == "S" else []
    # With the requirement of fresh figures, as on the board: what hangs on a stale feed is not measured.
    rows = Requirement.objects.filter(code__in=[requirement.code, FEED, *below])
    measured = measure_all(scope, window, rows)[requirement.code]
    kept = request.GET.get("records") == "kept"
    shown = reading.kept_records_of if kept else reading.records_of
    return {
        "measured": measured, "pack": measured.pack, "since": window.start, "until": window.end, "shows_kept": kept,
        "shown": shown(measured, request.user),
    }  # fmt: skip


def _as_it_stood(code: str, month: date, user: User) -> dict[str, Any]:
    """The requirement as it was measured last in that month; nothing where it was not."""
    run, shown = reading.as_it_stood(code, month, user)
    return {
        "measured": run, "pack": run.threshold_pack if run else "", "since": run and run.window_start,
        "until": run and run.window_end, "shows_kept": False, "shown": shown,
    }  # fmt: skip


def _page_of(code: str) -> str:
    return reverse("governance:board_requirement", args=[code])


@require_POST
def board_attest(request: HttpRequest, code: str) -> HttpResponse:
    """Attest an unmeasured requirement."""
    requirement = get_object_or_404(Requirement, code=code)
    form, page = AttestForm(request.POST), _page_of(code)
    require(request.user, "governance.manage_policies")
    if not form.carried_out(lambda: services.attest(requirement, actor=request.user, **form.cleaned_data)):
        return turn_back(request, page, form)
    return redirect(page)


@require_POST
def board_accept(request: HttpRequest, code: str) -> HttpResponse:
    """Ask that a risk be accepted for a time."""
    requirement = get_object_or_404(Requirement, code=code)
    form, page = AcceptanceForm(request.POST), _page_of(code)
    _require_hand(request.user)
    if not form.carried_out(lambda: services.ask_acceptance(requirement, actor=request.user, **form.cleaned_data)):
        missing = not all(form.data.get(name, "").strip() for name in ("reason", "expires_on"))
        unclear = _("Please give a reason and a later date.") if missing else ""
        return turn_back(request, page, form, unclear)
    return redirect(page)


@require_POST
def finding_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """The owner says what was done about a finding."""
    finding = get_object_or_404(Finding, pk=pk)
    form = MoveForm({**request.POST.dict(), "name": name}, machine=Finding.machine)
    _require_hand(request.user)
    somebody_elses = by_its_owner(finding, request.user, {})
    if somebody_elses is not None:
        raise Denial(somebody_elses)
    page = _page_of(finding.requirement_id)

    def answer() -> Finding:
        data = form.cleaned_data
        return services.answer_finding(finding, measure=data["note"], actor=request.user, version=data["version"])

    return redirect(page) if form.carried_out(answer) else turn_back(request, page, form)


@require_POST
def acceptance_move(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """An executive accepts or refuses a risk."""
    acceptance = get_object_or_404(Acceptance, pk=pk)
    form = MoveForm({**request.POST.dict(), "name": name}, machine=Acceptance.machine)
    if form.is_valid():
        require(request.user, form.permission())
    page = _page_of(acceptance.requirement_id)

    def decide() -> Acceptance:
        data = form.cleaned_data
        return services.decide_acceptance(
            acceptance, name, actor=request.user, note=data["note"], version=data["version"]
        )

    return redirect(page) if form.carried_out(decide) else turn_back(request, page, form)

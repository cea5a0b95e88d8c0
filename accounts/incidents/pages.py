"""What stands on the pages of incidents: rows of the list, parts of one incident, and what a reader may do there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.incidents import people
from accounts.incidents.finding import matching
from accounts.incidents.forms import AssignForm, CauseForm, MeasureForm, NoteForm, ResultForm, StepForm
from accounts.incidents.models import (
    CorrectiveMeasure,
    Incident,
    IncidentQuerySet,
    IncidentSecretQuerySet,
    IncidentStep,
)
from accounts.incidents.rules import KIND, SUPERIOR
from accounts.incidents.timeline import timeline_of
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import deadlines_of, searched


@dataclass(frozen=True, slots=True)
class StepLine:
    """A step with what the reader may do with it: the form of doing it, the form of giving it away."""

    step: IncidentStep
    form: StepForm | None
    assign: AssignForm | None


@dataclass(frozen=True, slots=True)
class MeasureLine:
    """A measure, and the form of its result where the reader may write it."""

    measure: CorrectiveMeasure
    form: ResultForm | None


def rows_of(user: User, values: dict[str, Any]) -> IncidentQuerySet:
    """The incidents that a reader may see, by the filter of the list; without one those that are not closed."""
    rows = Incident.objects.visible_to(user).select_related("account", "owner", "superior")
    status = values.get("status")
    if not status:
        rows = rows.unclosed()
    elif status != "all":
        rows = rows.filter(status=status)
    if values.get("kind"):
        rows = rows.filter(kind=values["kind"])
    if values.get("account"):
        rows = rows.filter(touched__account=values["account"])
    if values.get("whose") == "mine":
        rows = rows.filter(owner=user)
    elif values.get("whose") == "reported":
        rows = rows.filter(superior=user)
    words = searched(values.get("q") or "", limit=100)
    return matching(rows, words) if words else rows


def may_see_concerned(incident: Incident, user: User, at: datetime) -> bool:
    """Who is named in an incident is known to those who handle it, those above, and its reporter, to nobody else."""
    return user.pk == incident.reported_by_id or people.why_not_reopening(incident, user, at) is None


def parts_of(incident: Incident, user: User, at: datetime, bound: dict[str, Any] | None = None) -> dict[str, Any]:
    """The context of one incident's page; `bound` holds a form that was refused, by its name on the page."""
    bound = bound or {}
    live = not incident.is_closed
    handles = live and people.why_not_handling(incident, user, at) is None
    version = {"version": incident.lock_version}
    return {
        "incident": incident,
        "context": {"at": at},
        "clocks": deadlines_of(KIND, [incident.pk]).get(incident.pk, []),
        "steps": _step_lines(incident, user, handles=handles, bound=bound),
        "measures": _measure_lines(incident, user, at, bound),
        "secrets": _secrets(incident),
        "unchanged": set(incident.secrets.unchanged().values_list("pk", flat=True)),
        "happenings": timeline_of(incident),
        "touched": incident.accounts.all(),
        "sees_concerned": incident.concerned_id is not None and may_see_concerned(incident, user, at),
        "handles": handles,
        "receives": live and incident.received_at is None and people.why_not_receiving(incident, user, at) is None,
        "move_form": bound.get("move_form"),
        "note_form": bound.get("note") or (NoteForm() if people.why_not_noting(incident, user, at) is None else None),
        "assign_form": bound.get("assign") or (AssignForm(incident=incident, initial=version) if handles else None),
        "cause_form": bound.get("cause")
        or (CauseForm(initial={"cause": incident.cause, **version}) if handles else None),
        "measure_form": bound.get("measure") or (MeasureForm() if handles else None),
    }  # fmt: skip


def _step_lines(incident: Incident, user: User, *, handles: bool, bound: dict[str, Any]) -> list[StepLine]:
    lines = []
    for step in incident.steps.select_related("owner", "done_by").prefetch_related("proofs"):
        step.incident = incident
        live = step.done_at is None and not incident.is_closed and step.code != SUPERIOR
        doing = live and (handles or (step.owner_id == user.pk and user.pk != incident.concerned_id))
        form = bound.get(f"step-{step.pk}") or (StepForm(step=step) if doing else None)
        assign = AssignForm(incident=incident, auto_id=f"give_{step.pk}_%s") if live and handles else None
        lines.append(StepLine(step, form, assign))
    return lines


def _measure_lines(incident: Incident, user: User, at: datetime, bound: dict[str, Any]) -> list[MeasureLine]:
    handles = people.why_not_handling(incident, user, at) is None
    lines = []
    for row in incident.measures.select_related("owner", "done_by"):
        theirs = row.done_at is None and (handles or row.owner_id == user.pk)
        fresh = ResultForm(auto_id=f"result_{row.pk}_%s") if theirs else None
        lines.append(MeasureLine(row, bound.get(f"measure-{row.pk}") or fresh))
    return lines


def _secrets(incident: Incident) -> IncidentSecretQuerySet:
    """The logins that must change, of the present round."""
    rows = incident.secrets.filter(round=incident.round)
    return rows.select_related("credential__account", "credential__custodian")


def incidents_on(account: PlatformAccount, user: User) -> IncidentQuerySet:
    """Unclosed incidents of an account, for its page."""
    rows = Incident.objects.visible_to(user).unclosed().filter(touched__account=account)
    return rows.select_related("account", "owner").order_by("-found_at")

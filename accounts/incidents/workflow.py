"""The life of an incident: open, contained, closed, and open again with a reason (R-011)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.incidents import people
from accounts.incidents.rules import SUPERIOR
from governance.public import EVERYBODY, Machine, Sentence, State, Transition, register_machine

if TYPE_CHECKING:
    from accounts.incidents.models import Incident
    from accounts.people.models import User

OPEN, CONTAINED, CLOSED = "open", "contained", "closed"
UNCLOSED = (OPEN, CONTAINED)


def handles_it(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Its owner and the managers of the account."""
    return people.why_not_handling(incident, actor, context.get("at") or timezone.now())


def closes_it(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Nobody closes an incident of their own."""
    return people.why_not_closing(incident, actor, context.get("at") or timezone.now())


def reopens_it(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Whoever handles it, and those above the owner."""
    return people.why_not_reopening(incident, actor, context.get("at") or timezone.now())


def secrets_changed(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """Contained means that whoever got in is out: every login that had to change has changed."""
    waiting = incident.secrets.unchanged().select_related("credential__account").first()
    if waiting is None:
        return None
    return format_lazy(
        _("The login “{login}” has not been changed yet. Its custodian, {name}, changes it in custody."),
        login=waiting.credential.login, name=str(waiting.credential.custodian),
    )  # fmt: skip


def urgent_steps_done(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """No step that belongs to containing is open."""
    return _open_step(incident.steps.open().filter(urgent=True))


def steps_done(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """No step is open; the report to the superior has a sentence of its own."""
    return _open_step(incident.steps.open().exclude(code=SUPERIOR))


def _open_step(steps: Any) -> Sentence | None:
    step = steps.first()
    if step is None:
        return None
    return format_lazy(_("This step is still open: {step}. Please do it and note it."), step=step.label)


def report_received(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """The superior has confirmed the report."""
    if incident.received_at is None:
        return _("Nobody above the owner has confirmed the report yet. Please ask them to.")
    return None


def cause_known(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """The cause is written down."""
    return None if incident.cause else _("The cause is not written down yet. Please find and enter it.")


def measures_named(incident: Incident, actor: User, context: dict[str, Any]) -> Sentence | None:
    """At least one corrective measure, with owner and date."""
    if incident.measures.exists():
        return None
    return _("No corrective measure is named yet. Please say what keeps this from happening again, who does it, when.")


INCIDENT = register_machine(
    Machine(
        code="incident",
        model="accounts.Incident",
        label=_("Security incident"),
        states=(
            State(OPEN, _("Not contained"), "bad", "alert"),
            State(CONTAINED, _("Contained"), "progress", "shield"),
            State(CLOSED, _("Closed"), "good", "check"),
        ),
        transitions=(
            Transition(
                "contain", _("It is contained"), (OPEN,), CONTAINED, EVERYBODY, "incident.contained",
                guards=(handles_it, urgent_steps_done, secrets_changed), main=True,
            ),
            Transition(
                "close", _("Close"), (CONTAINED,), CLOSED, EVERYBODY, "incident.closed",
                guards=(closes_it, report_received, steps_done, cause_known, measures_named), main=True,
            ),
            Transition(
                "reopen", _("Open it again"), (CONTAINED, CLOSED), OPEN, EVERYBODY, "incident.reopened",
                needs_note=True, guards=(reopens_it,), danger=True,
            ),
        ),
    )
)  # fmt: skip
# Whether a move is theirs at all: seen but not theirs to do is 403.
WHOSE = {"contain": handles_it, "close": closes_it, "reopen": reopens_it}

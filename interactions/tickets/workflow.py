"""The life of a problem ticket (D-6.2.1b, D-6.2.2, R-063)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.public import Machine, Sentence, State, Transition, register_machine


@dataclass(frozen=True, slots=True)
class Subject:
    """What a ticket is about, and the parameter that limits it (R-063, R-068)."""

    value: str
    label: Sentence
    parameter: str


SUBJECTS = (
    Subject("problem", _("Problem"), "ticket"),
    Subject("suggestion", _("Suggestion"), "suggestion.outcome"),
)
SUBJECTS_BY_VALUE = {subject.value: subject for subject in SUBJECTS}
SUBJECT_CHOICES = [(subject.value, subject.label) for subject in SUBJECTS]


def _by_the_department(ticket: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if actor.department_id != ticket.department_id and actor.pk != ticket.owner_id:
        return _("Only somebody of the department that the ticket went to can give its result.")
    return None


def _user_answered_after_result(ticket: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if ticket.message_id is None:
        return None
    if not ticket.message.replies.filter(sent_at__gte=ticket.resolved_at, promised_at__isnull=True).exists():
        return _("The user has not been told the result yet. Please answer the message first, then close the ticket.")
    return None


TICKET = register_machine(
    Machine(
        code="ticket",
        model="interactions.Ticket",
        label=_("Problem ticket"),
        states=(
            State("open", _("Open"), "info", "inbox"),
            State("resolved", _("Result given"), "progress", "check"),
            State("closed", _("Closed"), "neutral", "stop"),
        ),
        transitions=(
            Transition(
                "resolve",
                _("Give the result"),
                ("open",),
                "resolved",
                "governance.resolve_tickets",
                "ticket.resolved",
                guards=(_by_the_department,),
                main=True,
            ),
            Transition(
                "return",
                _("Send back to the department"),
                ("resolved",),
                "open",
                "accounts.reply",
                "ticket.returned",
                needs_note=True,
            ),
            Transition(
                "close",
                _("Close"),
                ("resolved",),
                "closed",
                "accounts.reply",
                "ticket.closed",
                guards=(_user_answered_after_result,),
            ),
        ),
    )
)

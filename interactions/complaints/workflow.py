"""The life of a complaint: every step is required, none can be skipped (R-065, K-4.3.2b, M-7.3.1)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.public import Machine, Sentence, State, Transition, register_machine


def _superior_has_received(complaint: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if complaint.superior_received_at is None:
        return _("The superior has not confirmed the report on this complaint yet. Please ask for it, then close.")
    return None


def _remedy_is_done(complaint: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if complaint.harm_confirmed and complaint.remedy_done_at is None:
        return _("Harm was confirmed, but the apology or compensation is not carried out yet. Please record it first.")
    return None


def _message_is_answered(complaint: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if complaint.message_id is not None and complaint.message.queue_at is not None:
        return _("The message behind this complaint has no answer yet. Please answer it in the inbox, then close.")
    return None


# How harm is made good (R-067, M-7.3.3).
REMEDIES = (
    ("apology", _("Apology")),
    ("compensation", _("Compensation")),
    ("both", _("Apology and compensation")),
)

COMPLAINT = register_machine(
    Machine(
        code="complaint",
        model="interactions.Complaint",
        label=_("Complaint"),
        states=(
            State("received", _("Received"), "info", "mail"),
            State("accepted", _("Accepted"), "progress", "person"),
            State("investigated", _("Cause found"), "progress", "search"),
            State("solved", _("Solved"), "progress", "check"),
            State("told", _("User told"), "good", "reply"),
            State("closed", _("Closed"), "neutral", "stop"),
        ),
        transitions=(
            Transition(
                "accept",
                _("Accept"),
                ("received",),
                "accepted",
                "governance.handle_complaints",
                "complaint.accepted",
                main=True,
            ),
            Transition(
                "investigate",
                _("Record the cause"),
                ("accepted",),
                "investigated",
                "governance.handle_complaints",
                "complaint.investigated",
                main=True,
            ),
            Transition(
                "solve",
                _("Record the solution"),
                ("investigated",),
                "solved",
                "governance.handle_complaints",
                "complaint.solved",
                main=True,
            ),
            Transition(
                "tell",
                _("Tell the user"),
                ("solved",),
                "told",
                "governance.handle_complaints",
                "complaint.told",
                main=True,
            ),
            Transition(
                "close",
                _("Close"),
                ("told",),
                "closed",
                "governance.handle_complaints",
                "complaint.closed",
                guards=(_superior_has_received, _remedy_is_done, _message_is_answered),
                main=True,
            ),
            Transition(
                "reopen",
                _("Open again"),
                ("told", "closed"),
                "accepted",
                "governance.handle_complaints",
                "complaint.reopened",
                needs_note=True,
            ),
        ),
    )
)

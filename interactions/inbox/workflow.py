"""The life of a message, and what a message can be, as rows (R-060, R-062, K-4.3.1a, O-5.1.1)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from governance.public import Machine, Sentence, State, Transition, register_machine

CHANNELS = (("comment", _("Comment")), ("direct", _("Direct message")))

# What a message is about (requirements, chapter 3.10).
MESSAGE_KINDS = (
    ("question", _("Question")),
    ("advice", _("Advice")),
    ("feedback", _("Feedback")),
    ("negative", _("Negative")),
    ("complaint", _("Complaint")),
    ("abuse", _("Abuse")),
    ("other", _("Other")),
)


@dataclass(frozen=True, slots=True)
class Urgency:
    """A class of messages: its word, and the parameters of the rule book that give its limits."""

    value: str
    label: Sentence
    reply_parameter: str


URGENCIES = (
    Urgency("ordinary", _("Ordinary"), "reply.ordinary"),
    Urgency("complex", _("Complex or important"), "reply.complex"),
)
URGENCIES_BY_VALUE = {urgency.value: urgency for urgency in URGENCIES}
URGENCY_CHOICES = [(urgency.value, urgency.label) for urgency in URGENCIES]

WAITING = ("new", "assigned", "holding")
OPEN = (*WAITING, "answered")


def _answered_first(message: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if message.first_reply_at is None:
        return _("This message has no answer yet. Please reply first, or set it aside with a reason.")
    return None


def _no_open_ticket(message: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if message.tickets.exclude(status="closed").exists():
        return _("A problem ticket about this message is still open. Please close the ticket first.")
    return None


MESSAGE = register_machine(
    Machine(
        code="message",
        model="interactions.Message",
        label=_("Message"),
        states=(
            State("new", _("New"), "info", "mail"),
            State("assigned", _("In work"), "progress", "person"),
            State("holding", _("Promise given"), "warn", "clock"),
            State("answered", _("Answered"), "good", "check"),
            State("closed", _("Closed"), "neutral", "stop"),
            State("set_aside", _("Set aside"), "neutral", "pause"),
        ),
        transitions=(
            Transition("take", _("Take it"), ("new",), "assigned", "accounts.reply", "message.taken"),
            Transition(
                "hold", _("Promise an answer"), ("new", "assigned"), "holding", "accounts.reply", "message.held"
            ),
            Transition(
                "reply",
                _("Reply"),
                ("new", "assigned", "holding", "answered"),
                "answered",
                "accounts.reply",
                "message.answered",
                main=True,
            ),
            Transition(
                "close",
                _("Close"),
                ("answered",),
                "closed",
                "accounts.reply",
                "message.closed",
                guards=(_answered_first, _no_open_ticket),
            ),
            Transition(
                "set_aside",
                _("Needs no answer"),
                ("new", "assigned"),
                "set_aside",
                "accounts.reply",
                "message.set_aside",
                needs_note=True,
            ),
            Transition(
                "reopen",
                _("Open again"),
                ("answered", "closed", "set_aside"),
                "assigned",
                "accounts.reply",
                "message.reopened",
                needs_note=True,
            ),
        ),
    )
)

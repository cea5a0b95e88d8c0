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


@dataclass(frozen=True, slots=True)
class SideClock:
    """What a kind of message must get besides an answer: purpose of the clock, and the parameter of its limit."""

    kind: str
    purpose: str
    parameter: str


# A negative message wants a measure, a suggestion an outcome.
SIDE_CLOCKS = (
    SideClock("negative", "negative", "negative.handle"),
    SideClock("advice", "suggestion", "suggestion.outcome"),
)
SIDE_CLOCKS_BY_KIND = {row.kind: row for row in SIDE_CLOCKS}

# What is done about a negative message (D-4.1.3, O-5.1.3); the rule book names those that count.
MEASURES = (
    ("apology", _("Apology")),
    ("explanation", _("Explanation")),
    ("solution", _("Solution")),
)

URGENCIES = (
    Urgency("ordinary", _("Ordinary"), "reply.ordinary"),
    Urgency("complex", _("Complex or important"), "reply.complex"),
)
URGENCIES_BY_VALUE = {urgency.value: urgency for urgency in URGENCIES}
URGENCY_CHOICES = [(urgency.value, urgency.label) for urgency in URGENCIES]

WAITING = ("new", "assigned", "holding")
OPEN = (*WAITING, "answered")
# Whose owner must be asked before somebody else answers.
OWNED = ("assigned", "holding", "answered")


def _not_somebody_elses(message: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    """The second writer is told, and may take over openly."""
    if context.get("take_over"):
        return None
    if message.owner_id not in (None, actor.pk) and message.status in OWNED:
        return _("%(name)s is working on this message. Please tick “Take over” if you answer in their place.") % {
            "name": message.owner
        }
    writer = context.get("writer")
    if writer is not None:
        return _("%(name)s is writing an answer just now. Please tick “Take over” if you answer in their place.") % {
            "name": writer
        }
    return None


def _measure_taken(message: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if message.kind == "negative" and not message.measures:
        return _("This message is negative. Please record first what was done: apology, explanation or solution.")
    return None


def _answered_first(message: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    if message.first_reply_at is None:
        return _("This message has no answer yet. Please reply first, or set it aside with a reason.")
    return None


def _no_open_ticket(message: Any, actor: Any, context: dict[str, Any]) -> Sentence | None:
    is_open = context.get("open_tickets")
    if message.tickets.exclude(status="closed").exists() if is_open is None else is_open:
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
                "hold",
                _("Promise an answer"),
                ("new", "assigned"),
                "holding",
                "accounts.reply",
                "message.held",
                guards=(_not_somebody_elses,),
            ),
            Transition(
                "reply",
                _("Reply"),
                ("new", "assigned", "holding", "answered"),
                "answered",
                "accounts.reply",
                "message.answered",
                guards=(_not_somebody_elses,),
                main=True,
            ),
            Transition(
                "close",
                _("Close"),
                ("answered",),
                "closed",
                "accounts.reply",
                "message.closed",
                guards=(_answered_first, _no_open_ticket, _measure_taken),
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

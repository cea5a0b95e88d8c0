"""What the page of a message shows, in few statements."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Value
from django.db.models.fields import BooleanField, DateTimeField

from accounts.public import User
from governance.public import can, deadlines_of, param
from interactions.acting import StepForm, forms_for
from interactions.inbox.models import InternalNote, Message, Reply
from interactions.inbox.rules import THREAD, TONE_TIPS
from interactions.inbox.steps import OFFERED, STEPS


@dataclass(slots=True)
class Line:
    """One thing in the thread: a message, an answer, or a note among colleagues."""

    look: str
    at: datetime
    text: str
    who: str
    record: Any = None
    promised_at: datetime | None = None


def thread_of(message: Message, user: User) -> list[Line]:
    """All messages of the contact on accounts that one may see, our answers, and the notes; two statements."""
    seen = Message.objects.visible_to(user).filter(contact=message.contact_id)
    messages = list(seen.order_by("-posted_at", "-pk")[:THREAD])
    if message.pk not in {row.pk for row in messages}:
        messages.append(message)
    lines = [Line("message", row.posted_at, row.text, message.contact.handle, row) for row in messages]
    columns = ("sent", "text", "author__display_name", "author__username", "promised", "is_note")
    replies = Reply.objects.filter(message__in=[row.pk for row in messages]).order_by()
    notes = InternalNote.objects.filter(message=message.pk).order_by()
    answers = replies.annotate(is_note=Value(False, BooleanField())).values_list(
        "sent_at", "text", "author__display_name", "author__username", "promised_at", "is_note"
    )
    words = notes.annotate(
        nothing=Value(None, DateTimeField(null=True)), is_note=Value(True, BooleanField())
    ).values_list("written_at", "text", "author__display_name", "author__username", "nothing", "is_note")
    for row in answers.union(words, all=True):
        at, text, name, login, promised, is_note = dict(zip(columns, row, strict=True)).values()
        look = "note" if is_note else ("promise" if promised else "reply")
        lines.append(Line(look, at, text, name or login, None, promised))
    return sorted(lines, key=lambda line: line.at)


def message_context(message: Message, user: User, bound: StepForm | None, now: datetime) -> dict[str, Any]:
    """Everything on the page of a message."""
    answer = can(user, "accounts.reply", message)
    tickets = list(message.tickets.select_related("department", "owner").order_by("-opened_at"))
    names = [*OFFERED[message.status]] if answer else []
    if message.snoozed_until is not None and message.snoozed_until > now and names:
        names.append("wake")
    if names and message.kind == "negative" and not message.measures:
        names.insert(0, "measures")
    if names and message.kind == "advice" and not message.outcome and message.first_reply_at:
        names.insert(0, "outcome")
    return {
        "message": message,
        "thread": thread_of(message, user),
        "tickets": tickets,
        "open_tickets": [ticket for ticket in tickets if ticket.status != "closed"],
        "clocks": deadlines_of("message", [message.pk]).get(message.pk, []),
        "steps": [(STEPS[name], form) for name, form in forms_for(message, user, STEPS, names, bound).items()],
        "denied": "" if answer else answer.reason,
        "bound": bound.prefix if bound else "",
        "tips": TONE_TIPS,
        "may_ticket": bool(answer) and message.status not in ("closed", "set_aside"),
        "may_complain": bool(can(user, "governance.handle_complaints", message)),
        "promise_limit": param("promise.max", account=message.account, at=now).value if answer else None,
        "now": now,
    }

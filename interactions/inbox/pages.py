"""What the page of a message shows, in few statements."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import BigIntegerField, DateTimeField, F, Value
from django.db.models.functions import Coalesce, NullIf
from django.urls import reverse

from accounts.public import User
from governance.public import VIEW_ACCOUNT, Denied, accounts_for, can, deadlines_of
from interactions.acting import StepForm, forms_for
from interactions.inbox.models import InternalNote, Message, MessageWording, Reply
from interactions.inbox.rows import Line, draw_thread
from interactions.inbox.rules import BELOW, THREAD, TONE_TIPS
from interactions.inbox.steps import OFFERED, STEPS


def thread_of(message: Message, user: User) -> list[Line]:
    """Messages of the contact on accounts that one may see, our answers, notes, and earlier words: one statement."""
    same = {"contact": message.contact_id, "account_id__in": accounts_for(user, VIEW_ACCOUNT)}
    nothing = Value(None, DateTimeField(null=True))
    login = F("author__username")
    name = Coalesce(NullIf("author__display_name", Value("")), login)
    messages = (
        Message.objects.filter(**same)
        .order_by()
        .annotate(who=Value(message.contact.handle), look=Value("message"), promise=nothing, number=F("pk"))
        .values_list("posted_at", "text", "who", "look", "promise", "number")
    )
    replies = (
        Reply.objects.filter(**{f"message__{key}": value for key, value in same.items()})
        .order_by()
        .annotate(who=name, look=Value("reply"), number=Value(None, BigIntegerField(null=True)))
        .values_list("sent_at", "text", "who", "look", "promised_at", "number")
    )
    notes = (
        InternalNote.objects.filter(message=message.pk)
        .order_by()
        .annotate(who=name, look=Value("note"), promise=nothing, number=Value(None, BigIntegerField(null=True)))
        .values_list("written_at", "text", "who", "look", "promise", "number")
    )
    wordings = (
        MessageWording.objects.filter(message=message.pk)
        .order_by()
        .annotate(
            who=Value(message.contact.handle), look=Value("wording"), promise=nothing,
            number=Value(None, BigIntegerField(null=True)),
        )
        .values_list("replaced_at", "text", "who", "look", "promise", "number")
    )  # fmt: skip
    lines = [Line(*row) for row in messages.union(replies, notes, wordings, all=True).order_by("-posted_at")[:THREAD]]
    if message.pk not in {line.message_id for line in lines}:
        lines.append(Line(message.posted_at, message.text, message.contact.handle, "message", None, message.pk))
    return sorted(lines, key=lambda line: line.at)


def step_address(message: Message, name: str) -> str:
    """Where the form of a step is posted."""
    return reverse("interactions:message_step", args=[message.pk, name])


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
    forms = forms_for(message, user, STEPS, names, bound)
    rows = [(STEPS[name], form, step_address(message, name)) for name, form in forms.items()]
    return {
        "message": message,
        "thread": draw_thread(thread_of(message, user), message.pk, now),
        "tickets": tickets,
        "open_tickets": [ticket for ticket in tickets if ticket.status != "closed"],
        "clocks": deadlines_of("message", [message.pk]).get(message.pk, []),
        "steps": rows,
        "steps_below": [row for row in rows if row[0].name in BELOW],
        "steps_beside": [row for row in rows if row[0].name not in BELOW],
        "denied": answer.reason if isinstance(answer, Denied) else "",
        "bound": bound.prefix if bound else "",
        "tips": TONE_TIPS,
        "may_ticket": bool(answer) and message.status not in ("closed", "set_aside"),
        "may_complain": bool(can(user, "governance.handle_complaints", message)),
        "now": now,
    }

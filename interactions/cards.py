"""What this floor puts on the Today page."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.public import Card, CardItem, accounts_for, can, card, deadlines_of
from interactions.canned.models import CannedReply
from interactions.complaints.models import Complaint
from interactions.inbox.models import Message
from interactions.tickets.models import Ticket

if TYPE_CHECKING:
    from accounts.public import User

SHOWN = 50


def _message_items(messages: list[Message], purposes: tuple[str, ...]) -> list[CardItem]:
    clocks = deadlines_of("message", [message.pk for message in messages])
    return [
        CardItem(
            title=str(message),
            url=reverse("interactions:message_detail", args=[message.pk]),
            deadline=next((row for row in clocks.get(message.pk, []) if row.purpose in purposes), None),
            due_at=message.queue_at,
            note=message.contact.handle,
            account=message.account,
        )
        for message in messages
    ]


@card("messages_waiting", title=_("Messages that wait for you"), order=20)
def messages_waiting(user: User, now: datetime) -> Card:
    """Messages that this person owns and that have no answer yet, those asleep left out."""
    rows = Message.objects.waiting().awake(now).filter(owner=user).exclude(status="holding")
    found = list(rows.select_related("account", "contact").order_by("queue_at", "pk")[:SHOWN])
    return Card(_message_items(found, ("reply", "negative")), reverse("interactions:inbox") + "?owner=me")


@card("messages_unowned", title=_("Messages that nobody has"), order=24)
def messages_unowned(user: User, now: datetime) -> Card:
    """New messages without an owner on the accounts where this person answers."""
    accounts = accounts_for(user, "accounts.reply")
    if not accounts:
        return Card([])
    rows = Message.objects.waiting().awake(now).filter(owner=None, account_id__in=accounts)
    found = list(rows.select_related("account", "contact").order_by("queue_at", "pk")[:SHOWN])
    return Card(_message_items(found, ("reply",)), reverse("interactions:inbox") + "?owner=none")


@card("promises_due", title=_("Promised answers"), order=21)
def promises_due(user: User, now: datetime) -> Card:
    """Answers that this person has promised."""
    rows = Message.objects.filter(owner=user, status="holding").select_related("account", "contact")
    found = list(rows.order_by("promised_at")[:SHOWN])
    return Card(_message_items(found, ("promise",)), reverse("interactions:inbox") + "?owner=me&status=holding")


@card("tickets_open", title=_("Tickets"), order=22)
def tickets_open(user: User, now: datetime) -> Card:
    """Tickets for this person to settle, or to tell the user about."""
    mine = Q(owner=user, status="open") | Q(opened_by=user, status="resolved")
    if can(user, "governance.resolve_tickets") and user.department_id is not None:
        mine |= Q(department_id=user.department_id, status="open")
    found = list(Ticket.objects.filter(mine).select_related("account", "department").order_by("due_at")[:SHOWN])
    clocks = deadlines_of("ticket", [ticket.pk for ticket in found])
    items = [
        CardItem(
            title=ticket.title,
            url=reverse("interactions:ticket_detail", args=[ticket.pk]),
            deadline=next(iter(clocks.get(ticket.pk, [])), None),
            due_at=ticket.due_at if ticket.status == "open" else None,
            note=ticket.get_status_display(),
            account=ticket.account,
        )
        for ticket in found
    ]
    return Card(items, reverse("interactions:tickets"))


@card("complaints_open", title=_("Complaints"), order=23)
def complaints_open(user: User, now: datetime) -> Card:
    """Complaints that this person handles, must confirm, or whose remedy waits for approval."""
    mine = Q(owner=user) | Q(superior=user, superior_received_at=None)
    if can(user, "governance.approve_remedies"):
        mine |= ~Q(remedy="") & Q(remedy_approved_by=None, account_id__in=accounts_for(user)) & ~Q(remedy_by=user)
    rows = Complaint.objects.unclosed().filter(mine).select_related("account")
    found = list(rows.order_by("due_at")[:SHOWN])
    clocks = deadlines_of("complaint", [complaint.pk for complaint in found])
    items = [
        CardItem(
            title=complaint.title,
            url=reverse("interactions:complaint_detail", args=[complaint.pk]),
            deadline=next((row for row in clocks.get(complaint.pk, []) if row.owner_id == user.pk), None),
            due_at=complaint.due_at,
            note=complaint.get_status_display(),
            account=complaint.account,
        )
        for complaint in found
    ]
    return Card(items, reverse("interactions:complaints"))


@card("canned_to_approve", title=_("Canned replies to approve"), order=40)
def canned_to_approve(user: User, now: datetime) -> Card:
    """Proposed texts of colleagues."""
    if not can(user, "governance.handle_complaints"):
        return Card([])
    rows = CannedReply.objects.filter(status="proposed").exclude(author=user).select_related("account")
    rows = rows.filter(Q(account=None) | Q(account_id__in=accounts_for(user)))
    items = [
        CardItem(title=row.title, url=reverse("interactions:canned_detail", args=[row.pk]), account=row.account)
        for row in rows[:SHOWN]
    ]
    return Card(items, reverse("interactions:canned_list"))

"""Probes of tickets: in time, and closed only after the user was answered (R-063)."""

from __future__ import annotations

from django.db.models import Exists, F, OuterRef

from governance.public import Evidence, Scope, Window, probe
from interactions.evidence import clock_in, late_in
from interactions.inbox.models import Reply
from interactions.tickets.models import Ticket, TicketQuerySet


@probe("R-063")
def tickets_are_settled_in_time(scope: Scope, window: Window) -> Evidence:
    """Tickets that fell due, and those with a late result or none."""
    rows: TicketQuerySet = Ticket.objects.filter(clock_in("ticket", "ticket", window))
    total = scope.narrow(rows, department="department_id", person="owner_id")
    return Evidence(bad=total.filter(late_in("ticket", "ticket", window)), total=total, kind="ticket")


@probe("R-063", part="closed_unanswered", mode="Z")
def no_ticket_closes_before_the_user_was_answered(scope: Scope, window: Window) -> Evidence:
    """Tickets closed in the window, and those whose user was not told the result."""
    rows = Ticket.objects.filter(closed_at__gte=window.start, closed_at__lte=window.end, message__isnull=False)
    total = scope.narrow(rows, department="department_id", person="owner_id")
    told = Reply.objects.filter(
        message_id=OuterRef("message_id"), promised_at=None, sent_at__gte=OuterRef("resolved_at"),
        sent_at__lte=OuterRef("closed_at"),
    )  # fmt: skip
    answered = total.annotate(was_told=Exists(told)).filter(was_told=True, closed_at__gte=F("resolved_at"))
    return Evidence(bad=total.exclude(pk__in=answered.values("pk")), total=total, kind="ticket")

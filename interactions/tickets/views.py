"""Problem tickets: the list, one ticket, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.public import (
    Denial,
    Refused,
    accounts_for,
    available_moves,
    can,
    deadlines_of,
    history_of,
    page_by_key,
)
from interactions.acting import StepForm, forms_for, take_step
from interactions.inbox.models import Message
from interactions.tickets.forms import TicketFilter, TicketForm
from interactions.tickets.models import Ticket
from interactions.tickets.services import open_ticket
from interactions.tickets.steps import OFFERED, STEPS

REPLY = "accounts.reply"


def _ticket(request: HttpRequest, pk: int) -> Ticket:
    seen = Ticket.objects.visible_to(request.user)  # type: ignore[arg-type]
    return get_object_or_404(
        seen.select_related("account", "department", "owner", "opened_by", "resolved_by", "message__contact"), pk=pk
    )


@require_GET
def ticket_list(request: HttpRequest) -> HttpResponse:
    """Tickets of the accounts that one may see and of one's department, by due time."""
    user: Any = request.user
    now = timezone.now()
    form = TicketFilter(request.GET)
    values = form.cleaned_data if form.is_valid() else {}
    rows = Ticket.objects.visible_to(user).select_related("account", "department", "owner")
    rows = rows.filter(status=values["status"]) if values.get("status") else rows.unclosed()
    if values.get("whose") == "mine":
        rows = rows.filter(owner=user)
    elif values.get("whose") == "unit":
        rows = rows.filter(department_id=user.department_id)
    if values.get("overdue"):
        rows = rows.overdue(now)
    page = page_by_key(rows, order=("due_at", "pk"), after=request.GET.get("after"))
    clocks = deadlines_of("ticket", [row.pk for row in page])
    lines = [(row, next(iter(clocks.get(row.pk, [])), None)) for row in page]
    context = {
        "page": page, "lines": lines, "form": form, "now": now, "may_open": bool(accounts_for(user, REPLY)),
    }  # fmt: skip
    return render(request, "interactions/tickets/ticket_list.html", context)


@require_http_methods(["GET", "POST"])
def ticket_new(request: HttpRequest) -> HttpResponse:
    """Ask a department, from a message or by hand."""
    user: Any = request.user
    allowed = accounts_for(user, REPLY)
    if not allowed:
        raise Denial(_("You may not answer messages on any account. Ask the manager of an account for the right."))
    number = request.GET.get("message", "")
    message = None
    if number.isdecimal() and len(number) < 19:
        message = get_object_or_404(Message.objects.filter(account_id__in=allowed), pk=int(number))
    initial = _initial(message)
    form = TicketForm(request.POST or None, initial=initial, account_ids=allowed)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            ticket = open_ticket(data.pop("account"), data.pop("department"), message=message, actor=user, **data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            messages.success(request, _("The problem was sent to the department; its clock runs and it was told."))
            return redirect("interactions:ticket_detail", ticket.pk)
    status = 422 if form.errors else 200
    return render(request, "interactions/tickets/ticket_new.html", {"form": form, "message": message}, status=status)


def _initial(message: Message | None) -> dict[str, Any]:
    if message is None:
        return {}
    subject = "suggestion" if message.kind == "advice" else "problem"
    return {"account": message.account_id, "subject": subject, "title": str(message)[:60], "problem": message.text}


def offered(ticket: Ticket, user: Any) -> tuple[list[str], list[tuple[Any, Any]]]:
    """The steps that this person can take now, and of the others their label and why not (R-032)."""
    refused = {move.name: move.reason for move in available_moves(ticket, user) if not move.allowed}
    outside = ticket.department_id not in (user.department_id, None) and user.pk != ticket.owner_id
    if "hand_on" in OFFERED[ticket.status] and (outside or not can(user, STEPS["hand_on"].permission, ticket)):
        refused["hand_on"] = ""  # its reason is that of the result
    names = [name for name in OFFERED[ticket.status] if name not in refused]
    return names, [(STEPS[name].label, reason) for name, reason in refused.items() if reason]


def _page(request: HttpRequest, ticket: Ticket, bound: StepForm | None = None) -> HttpResponse:
    user: Any = request.user
    names, denied = offered(ticket, user)
    context = {
        "ticket": ticket,
        "steps": [(STEPS[name], form) for name, form in forms_for(ticket, user, STEPS, names, bound).items()],
        "denied": denied,
        "clocks": deadlines_of("ticket", [ticket.pk]).get(ticket.pk, []),
        "entries": history_of("ticket", ticket.pk, 30),
        "may_see_message": ticket.message_id is not None and ticket.account_id in accounts_for(user),
        "now": timezone.now(),
    }
    return render(request, "interactions/tickets/ticket_detail.html", context)


@require_GET
def ticket_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One ticket: the problem, its clock, its result."""
    return _page(request, _ticket(request, pk))


@require_POST
def ticket_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Do one of the steps of the page."""
    back = reverse("interactions:ticket_detail", args=[pk])
    return take_step(request, _ticket(request, pk), STEPS, step, page=_page, back=back)

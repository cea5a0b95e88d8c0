"""Complaints: the list, one complaint with its steps, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.public import Refused, accounts_for, can, deadlines_of, history_of, page_by_key, require
from interactions.acting import StepForm, forms_for, take_step
from interactions.complaints.forms import ComplaintFilter, ComplaintForm
from interactions.complaints.models import Complaint
from interactions.complaints.services import RIGHT, receive_complaint
from interactions.complaints.steps import STEPS, offered
from interactions.inbox.models import Message


def _complaint(request: HttpRequest, pk: int) -> Complaint:
    seen = Complaint.objects.visible_to(request.user)  # type: ignore[arg-type]
    people = ("owner", "superior", "remedy_by", "remedy_approved_by")
    return get_object_or_404(seen.select_related("account", "message__contact", *people), pk=pk)


@require_GET
def complaint_list(request: HttpRequest) -> HttpResponse:
    """Complaints of the accounts that one may see, and those reported to oneself, by due time."""
    user: Any = request.user
    form = ComplaintFilter(request.GET)
    values = form.cleaned_data if form.is_valid() else {}
    rows = Complaint.objects.visible_to(user).select_related("account", "owner", "superior")
    rows = rows.filter(status=values["status"]) if values.get("status") else rows.unclosed()
    if values.get("whose") == "mine":
        rows = rows.filter(owner=user)
    elif values.get("whose") == "reported":
        rows = rows.filter(superior=user)
    page = page_by_key(rows, order=("due_at", "pk"), after=request.GET.get("after"))
    clocks = deadlines_of("complaint", [row.pk for row in page])
    lines = [(row, next(iter(clocks.get(row.pk, [])), None)) for row in page]
    context = {"page": page, "lines": lines, "form": form, "now": timezone.now(), "may_open": bool(can(user, RIGHT))}
    return render(request, "interactions/complaints/complaint_list.html", context)


@require_http_methods(["GET", "POST"])
def complaint_new(request: HttpRequest) -> HttpResponse:
    """Register a complaint, from a message or by hand."""
    user: Any = request.user
    require(user, RIGHT)
    seen = accounts_for(user)
    number = request.GET.get("message", "")
    message = None
    if number.isdecimal() and len(number) < 19:
        message = get_object_or_404(Message.objects.filter(account_id__in=seen), pk=int(number))
    initial = {}
    if message is not None:
        initial = {"account": message.account_id, "title": str(message)[:60], "description": message.text}
    form = ComplaintForm(request.POST or None, initial=initial, account_ids=seen)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            complaint = receive_complaint(data.pop("account"), message=message, actor=user, **data)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            messages.success(request, _("The complaint is registered; its clock runs."))
            return redirect("interactions:complaint_detail", complaint.pk)
    context = {"form": form, "message": message}
    status = 422 if form.errors else 200
    return render(request, "interactions/complaints/complaint_new.html", context, status=status)


def _page(request: HttpRequest, complaint: Complaint, bound: StepForm | None = None) -> HttpResponse:
    user: Any = request.user
    names = [
        name
        for name in offered(complaint, user)
        if not STEPS[name].permission or can(user, STEPS[name].permission, complaint)
    ]
    context = {
        "complaint": complaint,
        "steps": [(STEPS[name], form) for name, form in forms_for(complaint, user, STEPS, names, bound).items()],
        "clocks": deadlines_of("complaint", [complaint.pk]).get(complaint.pk, []),
        "entries": history_of("complaint", complaint.pk, 30),
        "may_see_message": complaint.message_id is not None and complaint.account_id in accounts_for(user),
        "now": timezone.now(),
    }
    return render(request, "interactions/complaints/complaint_detail.html", context)


@require_GET
def complaint_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One complaint: its steps, its report to the superior, its remedy."""
    return _page(request, _complaint(request, pk))


@require_POST
def complaint_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Do one of the steps of the page."""
    back = reverse("interactions:complaint_detail", args=[pk])
    return take_step(request, _complaint(request, pk), STEPS, step, page=_page, back=back)

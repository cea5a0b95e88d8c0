"""Leaving: what somebody holds and who takes it, then the record of what went to whom."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.leaving import pages, services
from accounts.leaving.estate import Estate
from accounts.leaving.forms import DepartureForm, ProposalForm
from accounts.leaving.models import Departure, manages_or_reads
from accounts.leaving.rules import KIND, MANAGE
from accounts.leaving.workflow import DEPARTURE
from accounts.people.models import User
from governance.public import (
    Denial,
    MoveForm,
    Refused,
    StaffRequest,
    Takeable,
    answer_export,
    can,
    history_of,
    page_by_key,
    require,
    today,
    turn_back,
)

HEADERS = (
    gettext_lazy("What"),
    gettext_lazy("Number or role"),
    gettext_lazy("Account"),
    gettext_lazy("Successor"),
    gettext_lazy("Login name of the successor"),
)


def _departure(request: StaffRequest, pk: int) -> Departure:
    seen = Departure.objects.visible_to(request.user).select_related("person", "planned_by")
    return get_object_or_404(seen, pk=pk)


@require_GET
def departures(request: StaffRequest) -> HttpResponse:
    """Who leaves and who left, the latest first."""
    rows = Departure.objects.visible_to(request.user).select_related("person", "planned_by")
    page = page_by_key(rows, order=("-leaves_on", "-pk"), after=request.GET.get("after"))
    return render(request, "accounts/leaving/departures.html", {"page": page})


@require_http_methods(["GET", "POST"])
def departure_new(request: StaffRequest, pk: int) -> HttpResponse:
    """Everything that somebody holds with a proposed successor for each, and the button that carries it out."""
    person = _somebody_else(request, pk)
    planned = Departure.objects.planned().filter(person=person).first()
    if planned is not None:
        return redirect(planned)
    now = timezone.now()
    proposal = ProposalForm(request.GET or None, person=person)
    preferred = proposal.cleaned_data["successor"] if proposal.is_valid() else None
    lines = Estate(person, now, preferred=preferred).lines()
    form = DepartureForm(request.POST or None, lines=lines, initial={"leaves_on": today(now)})
    if request.method == "POST" and form.is_valid():
        try:
            departure = services.plan_departure(
                person, actor=request.user, leaves_on=form.cleaned_data["leaves_on"], choices=form.choices(),
                note=form.cleaned_data["note"], at=now,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("Everything is handed over.") if departure.is_done else _("It is planned."))
            return redirect(departure)
    context = {"person": person, "form": form, "proposal": proposal,
               "sections": pages.sections_of(lines, request.user, form)}  # fmt: skip
    return render(request, "accounts/leaving/departure_new.html", context, status=422 if form.errors else 200)


@require_GET
def departure_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The record of what went to whom; of a plan, what would go to whom now."""
    departure = _departure(request, pk)
    whole = manages_or_reads(request.user)
    context = {"departure": departure, "whole": whole, "manages": bool(can(request.user, MANAGE))}
    if departure.status == DEPARTURE.initial:
        lines = Estate(departure.person, timezone.now(), chosen=departure.choices).lines() if whole else []
        context["sections"] = pages.sections_of(lines, request.user)
    else:
        page = page_by_key(pages.lines_for(departure, request.user), order=("pk",), after=request.GET.get("after"))
        context |= {"page": page, "lines": list(pages.handed(page))}
    context["entries"] = history_of(KIND, departure.pk, 20) if whole else []
    return render(request, "accounts/leaving/departure_detail.html", context)


@require_POST
def departure_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Carry a plan out now, or call it off with a reason."""
    departure = _departure(request, pk)
    require(request.user, MANAGE)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=DEPARTURE)

    def act() -> object:
        version, note = form.cleaned_data["version"], form.cleaned_data["note"]
        if form.cleaned_data["name"] == "call_off":
            return services.call_off_departure(departure, actor=request.user, note=note, version=version)
        return services.carry_out_departure(departure, actor=request.user, version=version)

    return redirect(departure) if form.carried_out(act) else turn_back(request, departure, form)


@require_http_methods(["GET", "POST"])
def departure_export(request: StaffRequest, pk: int) -> HttpResponseBase:
    """The record as a file, for a reason (R-107)."""
    departure = _departure(request, pk)
    if not manages_or_reads(request.user):
        raise Denial(_("Only whoever manages or reads people takes this record away."))

    def rows() -> Iterator[tuple[Any, ...]]:
        for row in pages.handed(departure.lines.select_related("successor", "account")):
            login = row.successor.username if row.successor else ""
            yield (row.what, row.thing, row.account or "", row.successor or "", login)

    taken = Takeable(
        page="departure", title=str(departure), headers=HEADERS, rows=rows, personal=True, record=departure,
        back=reverse("accounts:departure_detail", args=[pk]),
    )  # fmt: skip
    return answer_export(request, taken)


def _somebody_else(request: StaffRequest, pk: int) -> User:
    """The person who leaves, for whoever manages people and is not that person."""
    require(request.user, MANAGE)
    person = get_object_or_404(User.objects.select_related("department__head", "superior"), pk=pk)
    if person.pk == request.user.pk:
        raise Denial(_("Nobody plans their own leaving here. Please ask another administrator."))
    return person

"""Governing groups: all of them, one with its members, a member named, a seat ended."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.groups import services
from accounts.groups.forms import SeatForm
from accounts.groups.models import GroupSeat
from accounts.groups.reading import groups_of, history_of_group, units_of
from accounts.groups.rules import APPOINT, LEADER
from accounts.posts.forms import EndForm
from accounts.posts.pages import tabs_of
from governance.public import Policy, StaffRequest, can, require


@require_GET
def groups(request: StaffRequest) -> HttpResponse:
    """The group of every rule book, and what it lacks."""
    found = groups_of(Policy.objects.order_by("rank"), timezone.now())
    return render(request, "accounts/groups/groups.html", {"groups": found, "tabs": tabs_of("groups")})


@require_GET
def group_detail(request: StaffRequest, code: str) -> HttpResponse:
    """One group: leader, units, further members, and who sat there before."""
    policy: Any = get_object_or_404(Policy, code=code)
    now = timezone.now()
    (group,) = groups_of([policy], now)
    there = [seat.pk for seat in GroupSeat.objects.in_office(now).filter(policy=policy)]
    context = {
        "group": group,
        "policy": policy,
        "appoints": bool(can(request.user, APPOINT)),
        "others": GroupSeat.objects.filter(policy=policy).exclude(pk__in=there).select_related("person")[:50],
        "entries": history_of_group(policy),
    }
    return render(request, "accounts/groups/group_detail.html", context)


@require_http_methods(["GET", "POST"])
def group_name(request: StaffRequest, code: str) -> HttpResponse:
    """Name the leader or a member."""
    require(request.user, APPOINT)
    policy: Any = get_object_or_404(Policy, code=code)
    units = units_of(policy, timezone.now())
    asked = request.GET.get("unit", LEADER)
    form = SeatForm(request.POST or None, actor=request.user, units=units, initial={"unit": asked})
    if request.method == "POST" and form.carried_out(
        lambda: services.name_member(policy, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The seat is given, and the person is told."))
        return redirect("accounts:group_detail", code=code)
    context = {"policy": policy, "form": form}
    return render(request, "accounts/groups/group_name.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def seat_end(request: StaffRequest, pk: int) -> HttpResponse:
    """End a seat."""
    require(request.user, APPOINT)
    seat = get_object_or_404(GroupSeat.objects.select_related("person", "policy"), pk=pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.carried_out(
        lambda: services.end_seat(seat, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The seat is ended."))
        return redirect("accounts:group_detail", code=seat.policy.code)
    context = {"seat": seat, "form": form}
    return render(request, "accounts/groups/seat_end.html", context, status=422 if form.errors else 200)

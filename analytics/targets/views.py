"""Targets: the list with progress, one target, a new one, its decision."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from analytics.targets import services
from analytics.targets.forms import TargetForm
from analytics.targets.models import Target, TargetPeriod
from analytics.targets.progress import progress_of
from analytics.targets.tabs import state_tabs
from analytics.targets.workflow import SET_TARGETS
from governance.public import MoveForm, Refused, StaffRequest, can, history_of, page_by_key, require, turn_back

SHOWN_PERIODS = 30
MOVES: dict[str, Callable[..., Target]] = {
    "approve": services.approve_target,
    "reject": services.reject_target,
    "take_back": services.take_back_target,
}


@require_GET
def target_list(request: StaffRequest) -> HttpResponse:
    """Targets with their progress, the newest cycle first; and the periods that have none."""
    rows = Target.objects.visible_to(request.user).select_related("account", "metric")
    state = request.GET.get("state", "")
    rows = rows.filter(status=state) if state in dict(Target.machine.choices) else rows
    page = page_by_key(rows, order=("-start", "-pk"), after=request.GET.get("after"))
    today = timezone.localdate()
    context = {
        "page": page,
        "lines": progress_of(page, today),
        "tabs": state_tabs(Target.machine, state),
        "periods": TargetPeriod.objects.visible_to(request.user)
        .without_target()
        .select_related("account")[:SHOWN_PERIODS],
        "may_set": can(request.user, SET_TARGETS),
    }
    return render(request, "analytics/targets/target_list.html", context)


@require_http_methods(["GET", "POST"])
def target_new(request: StaffRequest) -> HttpResponse:
    """Propose a target."""
    require(request.user, SET_TARGETS)
    initial = {"day": timezone.localdate(), "account": request.GET.get("account")}
    form = TargetForm(request.POST or None, actor=request.user, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            target = services.propose_target(actor=request.user, **form.cleaned_data)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The target is proposed. Somebody else was told to decide it."))
            return redirect(target)
    return render(request, "analytics/targets/target_form.html", {"form": form})


def _target(request: StaffRequest, pk: int) -> Target:
    seen = Target.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("account", "metric", "proposed_by", "decided_by"), pk=pk)


@require_GET
def target_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One target with its progress and history."""
    target = _target(request, pk)
    context = {
        "target": target,
        "line": progress_of([target], timezone.localdate())[0],
        "entries": history_of("target", target.pk, 50),
    }
    return render(request, "analytics/targets/target_detail.html", context)


@require_POST
def target_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Approve, reject or take back."""
    target = _target(request, pk)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=Target.machine)
    if form.is_valid():
        require(request.user, form.permission(), target)

    def act() -> object:
        data = form.cleaned_data
        return MOVES[data["name"]](target, actor=request.user, note=data["note"], version=data["version"])

    return redirect(target) if form.carried_out(act) else turn_back(request, target, form)

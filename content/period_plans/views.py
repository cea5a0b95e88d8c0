"""The pages of period plans, and of the gaps that are coming."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.period_plans import services
from content.period_plans.bulk import approve_period_plans
from content.period_plans.comparing import forecast_gaps
from content.period_plans.exporting import takeable_period_plans
from content.period_plans.forms import CiteForm, PeriodPlanForm
from content.period_plans.models import PeriodPlan, PeriodPlanQuerySet
from content.period_plans.pages import MOVES, approvable, glance, period_plan_page, seen_accounts, tabs_of
from content.period_plans.rules import APPROVE_PLANS, LEVELS_BY_CODE, MANAGE, WRITE
from content.period_plans.workflow import writes_it
from content.plans.forms import ChosenForm
from governance.public import (
    Denial,
    MoveForm,
    Refused,
    StaffRequest,
    accounts_for,
    answer_export,
    can,
    page_by_key,
    posted,
    render_refused,
)

PAGE = "content/period_plans/period_plan_detail.html"
STEPS: dict[str, Callable[..., PeriodPlan]] = {
    "submit": services.submit_period_plan, "approve": services.approve_period_plan,
    "send_back": services.return_period_plan, "drop": services.drop_period_plan,
}  # fmt: skip


def _plan(request: StaffRequest, pk: int) -> PeriodPlan:
    rows = PeriodPlan.objects.visible_to(request.user)
    joined = rows.select_related("account", "author", "responsible", "script_owner", "approved_by", "submitted_by")
    return get_object_or_404(joined, pk=pk)


def _own(request: StaffRequest, pk: int) -> PeriodPlan:
    """The plan, for whoever writes it."""
    plan = _plan(request, pk)
    reason = writes_it(plan, request.user, {})
    if reason is not None:
        raise Denial(reason)
    return plan


def _plans_somewhere(request: StaffRequest) -> bool:
    user = request.user
    return bool(accounts_for(user, WRITE) or accounts_for(user, MANAGE) or can(user, APPROVE_PLANS))


def _chosen(request: StaffRequest) -> tuple[str, PeriodPlanQuerySet]:
    """The level that the address asks for, and its plans; of one state where it names one."""
    level, status = request.GET.get("level", ""), request.GET.get("status", "")
    rows = PeriodPlan.objects.visible_to(request.user).select_related("account", "responsible")
    if level in LEVELS_BY_CODE:
        rows = rows.filter(level=level)
    if status in dict(PeriodPlan.machine.choices):
        rows = rows.filter(status=status)
    return level, rows


@require_GET
def period_plan_list(request: StaffRequest) -> HttpResponse:
    """What holds and what is missing today, and all plans, the latest period first."""
    level, rows = _chosen(request)
    page = page_by_key(rows, order=("-starts_on", "-pk"), after=request.GET.get("after"))
    context = {"page": page, "tabs": tabs_of(level), "may_write": _plans_somewhere(request)}
    context |= {"may_approve": approvable(page, request.user)} | glance(request.user, timezone.now())
    return render(request, "content/period_plans/period_plan_list.html", context)


@require_http_methods(["GET", "POST"])
def period_plan_export(request: StaffRequest) -> HttpResponseBase:
    """The plans of the list as CSV or XLSX (R-107)."""
    _level, rows = _chosen(request)
    back = f"{reverse('content:period_plan_list')}?{request.GET.urlencode()}"
    return answer_export(request, takeable_period_plans(rows, back))


@require_POST
def period_plans_approve(request: StaffRequest) -> HttpResponse:
    """Approve the chosen plans as the list showed them."""
    form = ChosenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose at least one plan of the list."))
        return redirect(f"{reverse('content:period_plan_list')}?status=submitted")
    found = approve_period_plans(form.cleaned_data["item"], actor=request.user)
    if found.done:
        words = ngettext("%(count)d period plan is approved.", "%(count)d period plans are approved.", found.done)
        messages.success(request, words % {"count": found.done})
    for plan, sentence in found.refused:
        messages.error(request, f"{plan}: {sentence}")
    return redirect(f"{reverse('content:period_plan_list')}?status=submitted")


@require_http_methods(["GET", "POST"])
def period_plan_new(request: StaffRequest) -> HttpResponse:
    """Begin a plan; level, day and place may come along in the address."""
    if not _plans_somewhere(request):
        raise Denial(_("You may not plan for any account. Ask the manager of an account for the right."))
    asked = {name: request.GET[name] for name in ("level", "day", "account", "pack") if name in request.GET}
    form = PeriodPlanForm(posted(request), actor=request.user, initial=asked)
    if form.made_once(
        lambda: services.write_period_plan(actor=request.user, **form.place(), **form.content()),
        model=PeriodPlan,
        actor=request.user,
    ):
        messages.success(request, _("The plan is stored. Cite a study, and submit it when everything is there."))
        return redirect(form.outcome)
    return render(request, "content/period_plans/period_plan_form.html", {"form": form}, status=form.http_status)


@require_GET
def period_plan_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One plan: what it says, what it rests on, and what came of it."""
    return render(request, PAGE, period_plan_page(_plan(request, pk), request.user, timezone.now()))


@require_http_methods(["GET", "POST"])
def period_plan_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change a plan that is not approved yet."""
    plan = _own(request, pk)
    form = PeriodPlanForm(posted(request), actor=request.user, plan=plan)
    if form.carried_out(
        lambda: services.edit_period_plan(
            plan, actor=request.user, version=form.cleaned_data["version"], **form.content()
        )
    ):
        messages.success(request, _("The change is stored."))
        return redirect(plan)
    context = {"form": form, "plan": plan}
    return render(request, "content/period_plans/period_plan_form.html", context, status=form.http_status)


@require_POST
def periodplan_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Submit, approve, return or drop a plan."""
    plan = _plan(request, pk)
    form = MoveForm.of(request, PeriodPlan.machine, MOVES)

    def act() -> PeriodPlan:
        name = form.cleaned_data["name"]
        return STEPS[name](plan, actor=request.user, **form.step(noted=name != "submit"))

    if form.carried_out(act):
        return redirect(plan)
    context = period_plan_page(_plan(request, pk), request.user, timezone.now(), move_form=form)
    return render_refused(request, PAGE, context, form)


@require_POST
def period_plan_revise(request: StaffRequest, pk: int) -> HttpResponse:
    """Begin a new version of an approved plan."""
    plan = _own(request, pk)
    try:
        fresh = services.revise_period_plan(plan, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(plan)
    messages.success(request, _("A new version is begun. The approved one holds until this one is approved."))
    return redirect("content:period_plan_edit", pk=fresh.pk)


@require_POST
def period_plan_cite(request: StaffRequest, pk: int) -> HttpResponse:
    """Link a study or an opinion round to a plan."""
    plan = _own(request, pk)
    form = CiteForm(request.POST, plan=plan)
    if form.carried_out(lambda: services.cite_record(plan, form.cleaned_data["record"], actor=request.user)):
        messages.success(request, _("It is linked to the plan."))
        return redirect(plan)
    context = period_plan_page(plan, request.user, timezone.now(), cite_form=form)
    return render_refused(request, PAGE, context, form)


@require_GET
def plan_forecast(request: StaffRequest) -> HttpResponse:
    """The accounts whose coming weeks fall below the minimum of their rule books, the widest gap first."""
    rows = forecast_gaps(seen_accounts(request.user), timezone.now())
    rows.sort(key=lambda row: (-row.gap, row.account.pk))
    return render(request, "content/period_plans/plan_forecast.html", {"forecast": rows})

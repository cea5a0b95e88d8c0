"""The pages of plan items."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.drafts.forms import OverwriteForm
from content.materials.pages import asked_on
from content.plans import services
from content.plans.bulk import approve_plans
from content.plans.exporting import takeable_plans
from content.plans.forms import ChosenForm, PlanFilter, PlanForm
from content.plans.models import PlanItem, PlanItemQuerySet
from content.plans.pages import plan_conflict
from content.plans.workflow import may_decide
from governance.public import (
    VIEW_ACCOUNT,
    Denial,
    MoveForm,
    Sentence,
    StaleVersion,
    accounts_for,
    answer_export,
    available_moves,
    history_of,
    page_by_key,
    posted,
    require,
)

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.

TABS = ("", "draft", "submitted", "approved")
# Each move of this page, and what is said once it is made.
MOVES: dict[str, tuple[Callable[..., PlanItem], Sentence]] = {
    "submit": (services.submit_plan, gettext_lazy("The plan item is submitted. Those who can approve it were told.")),
    "approve": (services.approve_plan, gettext_lazy("The plan item is approved.")),
    "send_back": (services.return_plan, gettext_lazy("The plan item is returned to its author.")),
    "drop": (services.drop_plan, gettext_lazy("The plan item is dropped.")),
}


def _item(request: HttpRequest, pk: int) -> PlanItem:
    seen = PlanItem.objects.visible_to(request.user).select_related(
        "account", "author", "script_owner", "decided_by", "period_plan"
    )
    return get_object_or_404(seen, pk=pk)


def _chosen(request: HttpRequest) -> tuple[str, PlanFilter, PlanItemQuerySet]:
    """The state that the address asks for, the filter, and the plan items that both let through."""
    status = request.GET.get("status", "")
    form = PlanFilter(request.GET, account_ids=accounts_for(request.user, VIEW_ACCOUNT))
    rows = PlanItem.objects.visible_to(request.user).select_related("account", "script_owner", "author")
    rows = form.narrowed(rows, request.user)
    return status, form, rows.filter(status=status) if status in TABS[1:] else rows


def _tab(request: HttpRequest, value: str, status: str) -> dict[str, Any]:
    """One state, with what the list is narrowed by besides."""
    asked = request.GET.copy()
    asked.pop("after", None)
    asked.pop("status", None)
    if value:
        asked["status"] = value
    label = PlanItem.machine.state(value).label if value else _("All")
    return {"url": f"?{asked.urlencode()}", "label": label, "current": value == status}


@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """Plan items, the latest planned time first."""
    status, form, rows = _chosen(request)
    page = page_by_key(rows, order=("-planned_at", "-pk"), after=request.GET.get("after"))
    may_approve = {item.pk for item in page if item.status == "submitted" and not may_decide(item, request.user, {})}
    context = {
        "page": page, "form": form, "status": status, "tabs": [_tab(request, value, status) for value in TABS],
        "may_write": bool(accounts_for(request.user, "accounts.draft")), "may_approve": may_approve,
    }  # fmt: skip
    return render(request, "content/plans/plan_list.html", context)


@require_http_methods(["GET", "POST"])
def plan_export(request: HttpRequest) -> HttpResponseBase:
    """The plan items of the list as CSV or XLSX, in the columns that an import reads (R-107)."""
    _status, _form, rows = _chosen(request)
    return answer_export(request, takeable_plans(rows, f"{reverse('content:plan_list')}?{request.GET.urlencode()}"))


@require_POST
def plans_approve(request: HttpRequest) -> HttpResponse:
    """Approve the chosen plan items as the list showed them."""
    form = ChosenForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose at least one plan item of the list."))
        return redirect(f"{reverse('content:plan_list')}?status=submitted")
    found = approve_plans(form.cleaned_data["item"], actor=request.user)
    if found.done:
        words = ngettext("%(count)d plan item is approved.", "%(count)d plan items are approved.", found.done)
        messages.success(request, words % {"count": found.done})
    for item, sentence in found.refused:
        messages.error(request, f"{item}: {sentence}")
    return redirect(f"{reverse('content:plan_list')}?status=submitted")


@require_http_methods(["GET", "POST"])
def plan_new(request: HttpRequest) -> HttpResponse:
    """Write a plan item."""
    if not accounts_for(request.user, "accounts.draft"):
        raise Denial(_("You may not plan for any account. Ask the manager of an account for the right."))
    form = PlanForm(posted(request), actor=request.user)
    if form.made_once(
        lambda: services.create_plan(actor=request.user, account=form.cleaned_data["account"], **form.content()),
        model=PlanItem,
        actor=request.user,
    ):
        messages.success(request, _("The plan item is stored. Submit it when all elements are there."))
        return redirect(form.outcome)
    return render(request, "content/plans/plan_form.html", {"form": form}, status=form.http_status)


@require_GET
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan item, with what is missing and who decides."""
    return _page(request, _item(request, pk))


def _page(request: HttpRequest, item: PlanItem, move_form: MoveForm | None = None) -> HttpResponse:
    moves = [move for move in available_moves(item, request.user) if move.name in MOVES]
    address = reverse("content:planitem_move", args=[item.pk])
    buttons = {
        "allowed": [(move, address, "") for move in moves if move.allowed],
        "denied": [move for move in moves if not move.allowed],
        "needs_note": any(move.transition.needs_note for move in moves if move.allowed),
    }
    context = {
        "item": item, "buttons": buttons, "entries": history_of("plan", item.pk, 50),
        "drafts": item.drafts.visible_to(request.user).select_related("author"),
        "may_write": item.account_id in accounts_for(request.user, "accounts.draft"),
        "materials": asked_on(item, request.user),
        "missing": [PlanForm.base_fields[name.removesuffix("_id")].label for name in item.missing],
        "move_form": move_form,
    }  # fmt: skip
    return render(
        request, "content/plans/plan_detail.html", context, status=move_form.http_status if move_form else 200
    )


@require_http_methods(["GET", "POST"])
def plan_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a plan item; what was approved has to be approved again."""
    item = _item(request, pk)
    require(request.user, "accounts.draft", item)
    form, overwrite = PlanForm(posted(request), actor=request.user, item=item), OverwriteForm(request.POST)
    if form.carried_out(
        lambda: services.edit_plan(
            item, actor=request.user, version=overwrite.version(form.cleaned_data["version"]), **form.content()
        )
    ):
        messages.success(request, _("The change is stored."))
        return redirect(item)
    stale = isinstance(form.refusal, StaleVersion)
    conflict = plan_conflict(_item(request, pk), form.content()) if stale else None
    context = {"form": form, "item": item, "conflict": conflict}
    return render(request, "content/plans/plan_form.html", context, status=form.http_status)


@require_POST
def planitem_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Submit, approve, return or drop a plan item."""
    item = _item(request, pk)
    form = MoveForm.of(request, PlanItem.machine, MOVES)
    if form.is_valid():
        require(request.user, form.permission(), item)

    def act() -> PlanItem:
        name = form.cleaned_data["name"]
        return MOVES[name][0](item, actor=request.user, **form.step(noted=name != "submit"))

    if form.carried_out(act):
        messages.success(request, MOVES[form.cleaned_data["name"]][1])
        return redirect(item)
    return _page(request, _item(request, pk), form)

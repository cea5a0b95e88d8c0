"""The pages of paid promotion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.promotions import services
from content.promotions.forms import PromotionForm, ResultForm, SpendForm
from content.promotions.models import Promotion, PromotionSpend
from content.promotions.rules import WRITE
from governance.public import (
    Denial,
    MoveForm,
    StaffRequest,
    WordedForm,
    accounts_for,
    available_moves,
    can,
    history_of,
    page_by_key,
    posted,
    render_refused,
    require,
)

SHOWN = 50
PAGE = "content/promotions/promotion_detail.html"
STEPS: dict[str, Callable[..., Promotion]] = {
    "ask": lambda row, *, note, **rest: services.ask_budget(row, reason=note, **rest),
    "start": lambda row, *, note, **rest: services.start_promotion(row, **rest),
    "finish": lambda row, *, note, **rest: services.finish_promotion(row, **rest),
    "drop": lambda row, *, note, **rest: services.drop_promotion(row, note=note, **rest),
}


def _promotion(request: StaffRequest, pk: int) -> Promotion:
    rows = Promotion.objects.visible_to(request.user).select_related("account", "campaign", "author", "label_seen_by")
    return get_object_or_404(rows, pk=pk)


def _page(request: StaffRequest, pk: int, refused: WordedForm | None = None, **forms: Any) -> HttpResponse:
    """One promotion with its steps."""
    row = _promotion(request, pk)
    moves = available_moves(row, request.user)
    address = reverse("content:promotion_move", args=[row.pk])
    context = {
        "promotion": row, "spends": row.spends.select_related("recorded_by"), "left": row.budget - row.spent,
        "buttons": {
            "allowed": [(move, address, "") for move in moves if move.allowed],
            "denied": [move for move in moves if not move.allowed],
            "needs_note": any(move.transition.needs_note or move.name == "ask" for move in moves if move.allowed),
        },
        "may_write": bool(can(request.user, WRITE, row)), "spend_form": SpendForm(),
        "result_form": ResultForm(initial={"result": row.result, "version": row.lock_version}),
        "entries": history_of("promotion", row.pk, SHOWN),
        **forms,
    }  # fmt: skip
    return render_refused(request, PAGE, context, refused) if refused else render(request, PAGE, context)


def _store(
    request: StaffRequest, pk: int, form: WordedForm, name: str, act: Callable[[Promotion], Any], done: str = ""
) -> HttpResponse:
    """Carry out what a form of the page asks; with a fault the page comes back with what was typed."""
    row = _promotion(request, pk)
    require(request.user, WRITE, row)
    if form.carried_out(lambda: act(row)):
        if done:
            messages.success(request, done)
        return redirect(row)
    return _page(request, pk, form, **{name: form})


@require_GET
def promotion_list(request: StaffRequest) -> HttpResponse:
    """Paid promotions, the newest first."""
    rows = Promotion.objects.visible_to(request.user).select_related("account")
    page = page_by_key(rows, order=("-pk",), after=request.GET.get("after"))
    context = {"page": page, "may_write": bool(accounts_for(request.user, WRITE))}
    return render(request, "content/promotions/promotion_list.html", context)


@require_http_methods(["GET", "POST"])
def promotion_new(request: StaffRequest) -> HttpResponse:
    """Plan a promotion."""
    if not accounts_for(request.user, WRITE):
        raise Denial(_("You may not plan for any account. Ask the manager of an account for the right."))
    form = PromotionForm(posted(request), actor=request.user)
    if form.made_once(
        lambda: services.plan_promotion(actor=request.user, **form.content()),
        model=Promotion,
        actor=request.user,
    ):
        messages.success(request, _("The promotion is planned. Ask for its budget before anything is spent."))
        return redirect(form.outcome)
    return render(request, "content/promotions/promotion_form.html", {"form": form}, status=form.http_status)


@require_GET
def promotion_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One promotion."""
    return _page(request, pk)


@require_POST
def promotion_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask for the budget, start, end or drop a promotion."""
    form = MoveForm.of(request, Promotion.machine, STEPS)
    return _store(
        request, pk, form, "move_form",
        lambda row: STEPS[form.cleaned_data["name"]](row, actor=request.user, **form.step()),
    )  # fmt: skip


@require_POST
def promotion_label(request: StaffRequest, pk: int) -> HttpResponse:
    """The post carries its label."""
    return _store(
        request, pk, WordedForm(request.POST), "label_form",
        lambda row: services.see_label(row, actor=request.user), _("The label is recorded."),
    )  # fmt: skip


@require_POST
def promotion_spend(request: StaffRequest, pk: int) -> HttpResponse:
    """Record what was paid."""
    form = SpendForm(request.POST)
    return _store(
        request, pk, form, "spend_form",
        lambda row: form.once(
            lambda: services.record_spend(
                row, actor=request.user, amount=form.cleaned_data["amount"], spent_on=form.cleaned_data["spent_on"]
            ),
            model=PromotionSpend, actor=request.user,
        ),
        _("The amount is recorded."),
    )  # fmt: skip


@require_POST
def promotion_result(request: StaffRequest, pk: int) -> HttpResponse:
    """Write what the promotion brought."""
    form = ResultForm(request.POST)
    return _store(
        request, pk, form, "result_form",
        lambda row: services.write_result(row, actor=request.user, **form.cleaned_data), _("The result is stored."),
    )  # fmt: skip

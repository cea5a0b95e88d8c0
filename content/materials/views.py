"""The pages of material requests: the list, asking, one request with its steps, and the only door to a file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from content.drafts.models import Draft
from content.materials import services
from content.materials.forms import DeliveryForm, HandOnForm, MaterialForm
from content.materials.models import MaterialFile, MaterialRequest
from content.materials.pages import MOVES, material_page
from content.materials.rules import WRITE
from content.materials.workflow import OPEN, supplies
from content.plans.models import PlanItem
from governance.public import (
    Denial,
    MoveForm,
    StaffRequest,
    WordedForm,
    accounts_for,
    answer_stored,
    known_number,
    page_by_key,
    posted,
    render_refused,
    require,
)

PAGE = "content/materials/material_detail.html"
TABS = ("open", "delivered", "confirmed", "")
STEPS: dict[str, Callable[..., MaterialRequest]] = {
    "confirm": services.confirm_material, "send_back": services.return_material,
    "withdraw": services.withdraw_material,
}  # fmt: skip


def _material(request: StaffRequest, pk: int) -> MaterialRequest:
    rows = MaterialRequest.objects.visible_to(request.user).select_related(
        "account", "department", "asked_by", "responsible", "delivered_by", "confirmed_by"
    )
    return get_object_or_404(rows, pk=pk)


def _supplied(request: StaffRequest, pk: int) -> MaterialRequest:
    """The request, for whoever supplies it."""
    material = _material(request, pk)
    reason = supplies(material, request.user, {"at": timezone.now()})
    if reason is not None:
        raise Denial(reason)
    return material


@require_GET
def material_list(request: StaffRequest) -> HttpResponse:
    """Requests that this person may see, the newest first; those that are open at first."""
    status = request.GET.get("status", "open")
    rows = MaterialRequest.objects.visible_to(request.user).select_related("account", "department", "responsible")
    if status in TABS[1:3]:
        rows = rows.filter(status=status)
    elif status:
        status, rows = "open", rows.filter(status__in=OPEN)
    page = page_by_key(rows, order=("-asked_at", "-pk"), after=request.GET.get("after"))
    labels = {"open": _("Open"), "delivered": _("To be confirmed"), "confirmed": _("Accuracy confirmed"), "": _("All")}
    tabs = [{"url": f"?status={code}", "label": labels[code], "current": code == status} for code in TABS]
    context = {"page": page, "tabs": tabs, "may_ask": bool(accounts_for(request.user, WRITE))}
    return render(request, "content/materials/material_list.html", context)


def _begun_on(request: StaffRequest) -> dict[str, Any]:
    """What the form begins with where it was opened from a plan item or a draft."""
    models: dict[str, Any] = {"plan_item": PlanItem, "draft": Draft}
    for name, key in (("plan_item", "plan"), ("draft", "draft")):
        number = known_number(request.GET.get(key))
        row = models[name].objects.visible_to(request.user).filter(pk=number).first() if number else None
        if row is not None:
            return {name: row.pk, "account": row.account_id, "title": row.title[:120]}
    return {}


@require_http_methods(["GET", "POST"])
def material_new(request: StaffRequest) -> HttpResponse:
    """Ask a department for material."""
    if not accounts_for(request.user, WRITE):
        raise Denial(_("You may not ask for material for any account. Ask the manager of an account for the right."))
    form = MaterialForm(posted(request), actor=request.user, initial=_begun_on(request))
    if form.made_once(
        lambda: services.ask_material(actor=request.user, **form.content()),
        model=MaterialRequest,
        actor=request.user,
    ):
        messages.success(request, _("The department was asked, and the responsible person was told."))
        return redirect(form.outcome)
    return render(request, "content/materials/material_form.html", {"form": form}, status=form.http_status)


@require_GET
def material_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One request: what is needed by when, what came, and what happens next."""
    return render(request, PAGE, material_page(_material(request, pk), request.user, timezone.now()))


def _store(
    request: StaffRequest, material: MaterialRequest, form: WordedForm, name: str, act: Callable[[], Any],
    done: str = "",
) -> HttpResponse:  # fmt: skip
    """Carry out what a form of the page asks; with a fault the page comes back with what was typed."""
    if form.carried_out(act):
        if done:
            messages.success(request, done)
        return redirect(material)
    context = material_page(_material(request, material.pk), request.user, timezone.now(), **{name: form})
    return render_refused(request, PAGE, context, form)


@require_POST
def material_deliver(request: StaffRequest, pk: int) -> HttpResponse:
    """Hand over words and files."""
    material, form = _supplied(request, pk), DeliveryForm(request.POST, request.FILES)
    return _store(
        request, material, form, "delivery_form",
        lambda: services.deliver_material(material, actor=request.user, **form.cleaned_data),
        _("The material is delivered. A colleague of the department confirms next that it is accurate."),
    )  # fmt: skip


@require_POST
def material_hand_on(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the request to somebody else of the department."""
    material = _supplied(request, pk)
    form = HandOnForm(request.POST, request=material)
    return _store(
        request, material, form, "hand_on_form",
        lambda: services.hand_material_on(material, actor=request.user, **form.cleaned_data),
        _("The request is handed on."),
    )  # fmt: skip


@require_POST
def material_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Confirm the accuracy, return, or withdraw."""
    material = _material(request, pk)
    form = MoveForm.of(request, MaterialRequest.machine, MOVES)
    if form.is_valid() and form.permission():
        require(request.user, form.permission(), material)
    elif form.is_valid() and (reason := supplies(material, request.user, {"at": timezone.now()})) is not None:
        raise Denial(reason)
    return _store(
        request, material, form, "move_form",
        lambda: STEPS[form.cleaned_data["name"]](material, actor=request.user, **form.step()),
    )  # fmt: skip


@require_GET
def material_file(request: StaffRequest, pk: int) -> HttpResponseBase:
    """A file of a request, handed out to whoever sees the request."""
    seen = MaterialRequest.objects.visible_to(request.user)
    file = get_object_or_404(MaterialFile, pk=pk, request__in=seen)
    return answer_stored(file.place, mime=file.mime, name=file.shown_name)

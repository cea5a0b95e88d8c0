"""Canned replies: the list with the proposal form, one text, approving and retiring."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.public import MoveForm, Refused, accounts_for, can, require, turn_back
from interactions.canned.forms import CannedReplyForm
from interactions.canned.models import CannedReply, CannedReplyQuerySet
from interactions.canned.services import RIGHT, approve_canned_reply, propose_canned_reply, retire_canned_reply

MOVES = {"approve": approve_canned_reply, "retire": retire_canned_reply}


def _seen(request: HttpRequest) -> CannedReplyQuerySet:
    """Texts for every account, and for those that one may see."""
    ids = accounts_for(request.user)  # type: ignore[arg-type]
    rows = CannedReply.objects.select_related("account", "author", "approved_by")
    return rows.filter(Q(account=None) | Q(account_id__in=ids)) if ids else rows.none()


@require_http_methods(["GET", "POST"])
def canned_list(request: HttpRequest) -> HttpResponse:
    """All texts with their state; propose one."""
    user: Any = request.user
    form = CannedReplyForm(request.POST or None, account_ids=accounts_for(user))
    if request.method == "POST":
        require(user, RIGHT)
        if form.is_valid():
            try:
                propose_canned_reply(actor=user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
            else:
                messages.success(request, _("The text is proposed; a colleague must approve it."))
                return redirect("interactions:canned_list")
    may = bool(can(user, RIGHT))
    context = {"rows": _seen(request), "form": form, "may_propose": may, "now": timezone.localdate()}
    return render(request, "interactions/canned/canned_list.html", context, status=422 if form.errors else 200)


@require_GET
def canned_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One text, and what can be done with it."""
    canned = get_object_or_404(_seen(request), pk=pk)
    return render(request, "interactions/canned/canned_detail.html", {"canned": canned})


@require_POST
def cannedreply_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve or retire."""
    user: Any = request.user
    canned = get_object_or_404(_seen(request), pk=pk)
    data = request.POST.copy()
    data["name"] = data.get("move", data.get("name", ""))
    form = MoveForm(data, machine=canned.machine)
    if form.is_valid():
        require(user, form.permission())
    moved = form.carried_out(
        lambda: MOVES[form.cleaned_data["name"]](canned, actor=user, version=form.cleaned_data["version"])
    )
    page = reverse("interactions:canned_detail", args=[pk])
    return redirect(page) if moved else turn_back(request, page, form)

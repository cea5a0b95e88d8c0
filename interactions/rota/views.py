"""Rotas: every account with the minutes in which nobody is on duty; the shifts of one."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.public import PlatformAccount
from governance.public import Refused, accounts_for, can, require
from interactions.rota.forms import ShiftForm
from interactions.rota.models import RotaShift
from interactions.rota.services import add_shift, gaps, remove_shift

REPLY = "accounts.reply"


@require_GET
def rota(request: HttpRequest) -> HttpResponse:
    """The accounts that one may see, each with its gaps."""
    accounts = list(PlatformAccount.objects.filter(pk__in=accounts_for(request.user)))  # type: ignore[arg-type]
    missing = gaps(accounts)
    lines = [(account, missing[account.pk]) for account in accounts]
    return render(request, "interactions/rota/rota.html", {"lines": lines})


@require_http_methods(["GET", "POST"])
def rota_account(request: HttpRequest, handle: str) -> HttpResponse:
    """The shifts of one account; add one."""
    user: Any = request.user
    seen = PlatformAccount.objects.filter(pk__in=accounts_for(user))
    account = get_object_or_404(seen, handle=handle)
    form = ShiftForm(request.POST or None, account=account)
    if request.method == "POST":
        require(user, REPLY, account)
        if form.is_valid():
            try:
                add_shift(account, actor=user, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
            else:
                messages.success(request, _("The shift is on the rota."))
                return redirect("interactions:rota_account", handle)
    context = {
        "account": account, "form": form, "missing": gaps([account])[account.pk],
        "shifts": RotaShift.objects.filter(account=account).select_related("person"),
        "may_change": bool(can(user, REPLY, account)),
    }  # fmt: skip
    return render(request, "interactions/rota/rota_account.html", context, status=422 if form.errors else 200)


@require_POST
def rota_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a shift off the rota."""
    user: Any = request.user
    seen = RotaShift.objects.filter(account_id__in=accounts_for(user)).select_related("account")
    shift = get_object_or_404(seen, pk=pk)
    remove_shift(shift, actor=user)
    messages.success(request, _("The shift is off the rota."))
    return redirect("interactions:rota_account", shift.account.handle)

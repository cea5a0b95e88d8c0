"""Applying for an account, asking once more, correcting a registration."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.opening import services
from accounts.opening.forms import OpeningForm, RegistrationForm
from accounts.opening.models import AccountRegistration
from accounts.opening.rules import ASK_RIGHT, OPENER
from accounts.platforms.models import PlatformAccount
from accounts.platforms.services import require_manager
from governance.public import Denial, NotAllowed, Refused, StaffRequest, listed, param, require, term


@require_http_methods(["GET", "POST"])
def account_new(request: StaffRequest) -> HttpResponse:
    """Apply for an account."""
    require(request.user, ASK_RIGHT)
    form = OpeningForm(request.POST or None, request.FILES or None, actor=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            account = services.ask_opening(actor=request.user, **form.asked())
        except (Refused, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("You have applied for the account. Whoever decides was told."))
            return redirect(account)
    context = {"form": form, "openers": openers()}
    return render(request, "accounts/opening/account_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def account_ask_again(request: StaffRequest, handle: str) -> HttpResponse:
    """Ask once more for the opening of an account that has no agreed request."""
    account = get_object_or_404(PlatformAccount.objects.visible_to(request.user), handle=handle)
    require(request.user, ASK_RIGHT)
    registration = AccountRegistration.objects.filter(account=account).first()
    form = OpeningForm(
        request.POST or None, request.FILES or None, actor=request.user, account=account, registration=registration
    )
    if request.method == "POST" and form.carried_out(
        lambda: services.ask_again(account, actor=request.user, **form.asked())
    ):
        messages.success(request, _("You have asked again. Whoever decides was told."))
        return redirect(account)
    context = {"form": form, "account": account, "openers": openers()}
    return render(request, "accounts/opening/account_new.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def registration_edit(request: StaffRequest, handle: str) -> HttpResponse:
    """Correct the contacts and the registration of an account."""
    account = get_object_or_404(PlatformAccount.objects.visible_to(request.user), handle=handle)
    try:
        require_manager(request.user, account)
    except NotAllowed as refusal:
        raise Denial(refusal.sentence) from refusal
    registration = get_object_or_404(AccountRegistration, account=account)
    form = RegistrationForm(
        request.POST or None, registration=registration, initial={"version": registration.lock_version}
    )
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        version = data.pop("version")
        try:
            services.change_registration(account, actor=request.user, values=data, version=version)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The registration is saved."))
            return redirect(account)
    context = {"form": form, "account": account}
    return render(request, "accounts/opening/registration_edit.html", context, status=422 if form.errors else 200)


def openers() -> str:
    """Who opens accounts by the rule books, in words."""
    parts = param(OPENER).took_part
    return listed(dict.fromkeys(term(str(part.value)) for part in parts))

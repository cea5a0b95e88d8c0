"""Giving somebody roles and taking them away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.grants import services
from accounts.grants.forms import GrantForm, TakingForm
from accounts.grants.reading import held_roles, what_roles_bring
from accounts.people.models import User
from accounts.people.rules import MANAGE_PEOPLE
from governance.public import Denial, Refused, StaffRequest, require


@require_http_methods(["GET", "POST"])
def person_roles(request: StaffRequest, pk: int) -> HttpResponse:
    """The roles of somebody else, and a form that gives one."""
    person = _somebody_else(request, pk)
    form = GrantForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.give_role(
                person, form.cleaned_data["role"], accounts=list(form.cleaned_data["accounts"]), actor=request.user
            )
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The role is given, and the person is told."))
            return redirect("accounts:person_roles", pk=pk)
    context = {"person": person, "form": form, "held": held_roles(person), "roles": what_roles_bring()}
    return render(request, "accounts/grants/person_roles.html", context, status=422 if form.errors else 200)


@require_POST
def role_take(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a role from somebody else: on one account, or wherever it is held."""
    person = _somebody_else(request, pk)
    form = TakingForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("This person does not hold this role there any more. Load the page again."))
        return redirect("accounts:person_roles", pk=pk)
    account = form.cleaned_data["account"]
    try:
        services.take_role(
            person, form.cleaned_data["role"], accounts=[account] if account else [], actor=request.user
        )
        messages.success(request, _("The role is taken away, and the person is told."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("accounts:person_roles", pk=pk)


def _somebody_else(request: StaffRequest, pk: int) -> User:
    """The person, for whoever manages people and is not that person."""
    require(request.user, MANAGE_PEOPLE)
    if request.user.pk == pk:
        raise Denial(_("Nobody gives roles to themselves or takes their own away. Please ask another administrator."))
    return get_object_or_404(User, pk=pk)

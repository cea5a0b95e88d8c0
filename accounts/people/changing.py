"""The pages on which whoever manages people adds them, changes their records and opens closed logins."""

from __future__ import annotations

import structlog
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from accounts.login.links import mail_password_link
from accounts.people import services
from accounts.people.forms import NewPersonForm, PersonForm
from accounts.people.models import User
from accounts.people.rules import MANAGE_PEOPLE
from governance.public import Denial, Refused, StaffRequest, require

log = structlog.get_logger(__name__)


@require_http_methods(["GET", "POST"])
def person_new(request: StaffRequest) -> HttpResponse:
    """Add a member of staff, and mail them the link by which they set a password."""
    require(request.user, MANAGE_PEOPLE)
    form = NewPersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.add_person(actor=request.user, **form.cleaned_data)
        except (Refused, ValidationError) as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("%(name)s is added. Now give the roles.") % {"name": person})
            _mail_link(request, person)
            return redirect("accounts:person_detail", pk=person.pk)
    status = 422 if form.errors else 200
    return render(request, "accounts/people/person_new.html", {"form": form}, status=status)


@require_http_methods(["GET", "POST"])
def person_edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Change the record of somebody else."""
    person = _somebody_else(request, pk)
    form = PersonForm(request.POST or None, person=person)
    if request.method == "POST" and form.carried_out(
        lambda: services.change_person(person, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The record is saved."))
        return redirect("accounts:person_detail", pk=pk)
    context = {"person": person, "form": form}
    return render(request, "accounts/people/person_edit.html", context, status=422 if form.errors else 200)


@require_POST
def person_reopen(request: StaffRequest, pk: int) -> HttpResponse:
    """Open a closed login again."""
    person = _somebody_else(request, pk)
    try:
        services.reopen_person(person, actor=request.user)
        messages.success(request, _("The login of %(name)s is open again.") % {"name": person})
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("accounts:person_detail", pk=pk)


@require_POST
def person_link(request: StaffRequest, pk: int) -> HttpResponse:
    """Mail somebody the link by which they set a new password."""
    _mail_link(request, _somebody_else(request, pk))
    return redirect("accounts:person_detail", pk=pk)


def _somebody_else(request: StaffRequest, pk: int) -> User:
    """The person, for whoever manages people and is not that person."""
    require(request.user, MANAGE_PEOPLE)
    person = get_object_or_404(User.objects.select_related("department", "superior"), pk=pk)
    if person.pk == request.user.pk:
        raise Denial(_("Somebody else must change this for you. Please ask an administrator."))
    return person


def _mail_link(request: StaffRequest, person: User) -> None:
    """Mail the link and say how that went; a mail server that is down undoes nothing."""
    try:
        mail_password_link(person, actor=request.user, request=request)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    except OSError:
        log.exception("password_link_not_mailed", person=person.pk)
        messages.error(
            request, _("The mail server does not answer. Please send the link again later, from this page.")
        )
    else:
        sent = _("A link for setting a password is on its way to %(address)s. It works once, for three days.")
        messages.success(request, sent % {"address": person.email})

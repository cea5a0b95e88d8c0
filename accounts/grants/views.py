"""Grants: the list, one grant, asking, a person's roles, taking a role away."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.grants import reading, services
from accounts.grants.asking import ask_grants, askable_people
from accounts.grants.forms import AskGrantsForm, GrantFilter, TakingForm
from accounts.grants.rows import draw_grants, draw_state
from accounts.grants.rules import KINDS, RECORD
from accounts.grants.separation import warnings_of
from accounts.people.models import User
from governance.public import (
    ApprovalRequest,
    Denial,
    Grant,
    Refused,
    StaffRequest,
    Takeable,
    answer_export,
    deadlines_of,
    page_by_key,
    turn_back,
)

JOINED = ("person", "account", "begun_by", "ended_by", "request__asked_by")


@require_GET
def grants(request: StaffRequest) -> HttpResponse:
    """Every grant that this person may see, the newest first."""
    form, now = GrantFilter(request.GET, reader=request.user), timezone.now()
    rows = reading.narrowed(reading.visible_to(request.user), form.chosen(), now)
    page = page_by_key(
        reading.listed(rows), order=("-pk",), after=request.GET.get("after"), filled=True, counted=True
    )  # fmt: skip
    context = {
        "page": page, "form": form, "rows": draw_grants(page, now), "sees_all": reading.sees_all(request.user),
    }  # fmt: skip
    return render(request, "accounts/grants/grants.html", context)


@require_http_methods(["GET", "POST"])
def grants_export(request: StaffRequest) -> HttpResponseBase:
    """The list as a file, for a reason (R-107)."""
    form = GrantFilter(request.GET, reader=request.user)
    rows = reading.narrowed(reading.visible_to(request.user), form.chosen(), timezone.now())
    taken = Takeable(
        page="grants", title=_("Grants"), headers=reading.HEADERS, rows=lambda: reading.exported(rows), personal=True,
        back=reverse("accounts:grants"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def grant_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One grant: who asked, who agreed, since when, until when, and taking it away."""
    grant = get_object_or_404(reading.visible_to(request.user).select_related(*JOINED), pk=pk)
    context = {
        "grant": grant,
        "state": draw_state(grant, timezone.now()),
        "decisions": grant.request.decisions.select_related("by", "acting_for") if grant.request else [],
        "clock": next(iter(deadlines_of(RECORD, [grant.pk]).get(grant.pk, [])), None),
        "taking": TakingForm(
            actor=request.user,
            person=grant.person,
            hidden=True,
            initial={"role": grant.role, "account": grant.account_id},
        ),
        "why_not": reading.why_not_taken(request.user, grant.person, [grant.account]),
    }
    return render(request, "accounts/grants/grant_detail.html", context)


@require_http_methods(["GET", "POST"])
def grants_ask(request: StaffRequest) -> HttpResponse:
    """Ask for roles: for several people, roles and accounts at once."""
    first = {name: [request.GET[name]] for name in ("people", "roles", "accounts") if name in request.GET}
    form = AskGrantsForm(request.POST or None, actor=request.user, initial=first)
    now = timezone.now()
    if (
        request.method == "POST"
        and form.is_valid()
        and not form.warn(warnings_of(form.cleaned_data["people"], form.wishes(now), now))
    ):
        _tell_left_out(request, form.likeness(now).left_out)
        try:
            asked = ask_grants(
                list(form.cleaned_data["people"]), form.wishes(now), actor=request.user,
                reason=form.cleaned_data["reason"], until=form.end(), exception=form.cleaned_data["exception"], at=now,
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            words = ngettext(
                "%d request is written. Whoever decides was told.",
                "%d requests are written. Whoever decides was told.",
                len(asked),
            )
            messages.success(request, words % len(asked))
            return redirect(asked[0] if len(asked) == 1 else f"{reverse('governance:approvals')}?tab=mine")
    context = {"form": form, "roles": reading.what_roles_bring()}
    return render(request, "accounts/grants/grants_ask.html", context, status=422 if form.errors else 200)


def _tell_left_out(request: StaffRequest, count: int) -> None:
    """How many roles of the colleague were left out, and neither which nor where."""
    if count:
        words = ngettext(
            "%d role of the colleague is on an account that you may not ask for, and was left out.",
            "%d roles of the colleague are on accounts that you may not ask for, and were left out.",
            count,
        )
        messages.info(request, words % count)


@require_GET
def person_roles(request: StaffRequest, pk: int) -> HttpResponse:
    """The roles that a person holds and is asked for; where one may, the way to ask and to take."""
    person = get_object_or_404(User, pk=pk)
    if not reading.sees_roles_of(request.user, person):
        raise Denial(_("The roles of a person are seen by their department, their superior and whoever reads them."))
    waiting = ApprovalRequest.objects.waiting().filter(beneficiary=person, kind__in=KINDS)
    held = list(Grant.objects.current().filter(person=person).select_related("account", "begun_by").order_by("pk"))
    context = {
        "person": person,
        "held": held,
        "waiting": waiting.visible_to(request.user).select_related("asked_by", "account"),
        "may_ask": person.is_active and askable_people(request.user).filter(pk=pk).exists(),
        "taking": _taking(request.user, person, held),
        "why_not": reading.why_not_taken(request.user, person, [None]),
        "roles": reading.what_roles_bring(),
    }
    return render(request, "accounts/grants/person_roles.html", context)


def _taking(actor: User, person: User, held: list[Grant]) -> TakingForm | None:
    return TakingForm(actor=actor, person=person, initial={"role": held[0].role}) if held else None


@require_POST
def role_take(request: StaffRequest, pk: int) -> HttpResponse:
    """Take a role from somebody else, on one account or wherever it is held, for a reason."""
    person = get_object_or_404(User, pk=pk)
    form = TakingForm(request.POST, actor=request.user, person=person)
    page = reverse("accounts:person_roles", args=[pk])
    form.is_valid()
    account = form.cleaned_data.get("account")
    reading.require_taker(request.user, person, request.POST.get("role", ""), account)
    if not form.is_valid():
        sentence = form.errors.get("reason") or [
            _("This person does not hold this role there any more. Load the page again.")
        ]
        return turn_back(request, page, form, str(sentence[0]))
    if not form.carried_out(
        lambda: services.take_role(
            person, form.cleaned_data["role"], accounts=[account] if account else [], actor=request.user,
            reason=form.cleaned_data["reason"],
        )
    ):  # fmt: skip
        return turn_back(request, page, form)
    messages.success(request, _("The role is taken away, and the person is told."))
    return redirect(page)

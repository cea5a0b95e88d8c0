"""Who could do what on any day: on one account, one person, and the register of a span for auditors (O-3.3.3)."""

from __future__ import annotations

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.grants.auditing import slice_of, writers
from accounts.grants.forms import RegisterForm, SpanForm
from accounts.grants.reading import sees_access_of, sees_access_on
from accounts.grants.register import grants_during, logins_during
from accounts.grants.rules import VIEW_LEDGER
from accounts.grants.signing import keys_or_none
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.services import seen_or_managed
from governance.public import Denial, Refused, StaffRequest, Takeable, answer_export, require


@require_GET
def account_access(request: StaffRequest, handle: str) -> HttpResponse:
    """Who could do what on the account that day, who allowed it, who had its logins and saw their secrets."""
    visible = PlatformAccount.objects.filter(pk__in=seen_or_managed(request.user))
    account = get_object_or_404(visible, handle=handle)
    if not sees_access_on(request.user, account):
        raise Denial(
            _("Who could do what is shown to whoever manages the account, manages people or reads the ledger.")
        )
    today = timezone.localdate()
    form = SpanForm({"on": request.GET.get("on") or today})
    span = form.span(today)
    lines = grants_during(span, account=account)
    context = {
        "account": account, "form": form, "span": span,
        "here": [line for line in lines if line.account is not None],
        "company": [line for line in lines if line.account is None],
        "logins": logins_during(span, account=account),
        "superusers": User.objects.filter(is_superuser=True, is_active=True),
    }  # fmt: skip
    return render(request, "accounts/grants/account_access.html", context)


@require_GET
def person_access(request: StaffRequest, pk: int) -> HttpResponse:
    """What a person could do that day, who allowed it, and which logins were theirs or in their hand."""
    person = get_object_or_404(User, pk=pk)
    if not sees_access_of(request.user, person):
        raise Denial(_("What a person could do is shown to them, their superior, and whoever manages people."))
    today = timezone.localdate()
    form = SpanForm({"on": request.GET.get("on") or today})
    span = form.span(today)
    context = {
        "person": person, "form": form, "span": span, "lines": grants_during(span, person=person),
        "logins": logins_during(span, person=person),
    }  # fmt: skip
    return render(request, "accounts/grants/person_access.html", context)


@require_GET
def access_register(request: StaffRequest) -> HttpResponse:
    """The register of a span, to be taken away."""
    require(request.user, VIEW_LEDGER)
    form = RegisterForm(request.GET or None, initial={"first": timezone.localdate(), "last": timezone.localdate()})
    context = {"form": form, "keys": keys_or_none()}
    if form.is_valid():
        span = form.span()
        try:
            context |= {"span": span, "grants": len(grants_during(span)), "logins": len(logins_during(span)),
                        "entries": slice_of(span).count()}  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
            context.pop("span", None)
    return render(request, "accounts/grants/access_register.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def access_register_export(request: StaffRequest) -> HttpResponseBase:
    """The register of a span as XLSX or signed JSON, for a reason (R-107)."""
    require(request.user, VIEW_LEDGER)
    form = RegisterForm(request.GET)
    page = reverse("accounts:access_register")
    if not form.is_valid():
        return redirect(f"{page}?{request.GET.urlencode()}")
    taken = Takeable(
        page="access_register", title=_("Access register"), headers=(), rows=lambda: (), personal=True,
        back=f"{page}?{request.GET.urlencode()}",
        writers=writers(form.span(), actor=request.user, at=timezone.now()),
    )  # fmt: skip
    return answer_export(request, taken)

"""The pages of custody: the list, one login, its secret set, taken out and shown once."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.custody import services
from accounts.custody.checkouts import break_glass, give_back, ground_for, require_ground, review_break_glass, take_out
from accounts.custody.forms import CredentialForm, HandOverForm, ReasonForm, RotationForm, ShareForm
from accounts.custody.models import Checkout, Credential, Share
from accounts.custody.reveals import ask_reveal, require_in_hand_of, show_secret
from accounts.custody.rules import HAND_OVER, RETIRE
from accounts.custody.shares import ask_share, require_working, revoke_share, why_not_shared
from accounts.login.confirmation import confirmation_required, confirmed_at
from governance.public import (
    ApprovalRequest,
    MoveForm,
    Refused,
    StaffRequest,
    accounts_for,
    can,
    deadlines_of,
    history_of,
    page_by_key,
    posted,
    require,
    standing_of,
    turn_back,
)


def _credential(request: StaffRequest, pk: int) -> Credential:
    seen = Credential.objects.visible_to(request.user)
    return get_object_or_404(seen.select_related("account__department", "custodian"), pk=pk)


@require_GET
def credentials(request: StaffRequest) -> HttpResponse:
    """The logins that one keeps, shares or manages, with who has them and when they must change."""
    rows = Credential.objects.visible_to(request.user).kept().select_related("account", "custodian")
    page = page_by_key(rows, order=("pk",), after=request.GET.get("after"))
    clocks = deadlines_of("credential", [row.pk for row in page])
    out = {
        row.credential_id: row
        for row in Checkout.objects.out().filter(credential__in=list(page)).select_related("person")
    }
    lines = [(row, next((d for d in clocks.get(row.pk, []) if d.is_open), None), out.get(row.pk)) for row in page]
    context = {"page": page, "lines": lines, "may_add": bool(accounts_for(request.user, services.MANAGE))}
    return render(request, "accounts/custody/credentials.html", context)


@require_GET
def credential_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """One login: its custodian, who has it, what may be done, all its uses and changes."""
    credential = _credential(request, pk)
    ground = ground_for(credential, request.user, timezone.now())
    held = credential.checkouts.out().select_related("person").first()
    clock = next((row for row in deadlines_of("credential", [pk]).get(pk, []) if row.is_open), None)
    context = {
        "credential": credential,
        "held": held,
        "mine": held is not None and held.person_id == request.user.pk,
        "refusal": "" if isinstance(ground, tuple) else ground,
        "clock": clock,
        "may_ask": why_not_shared(credential, request.user, timezone.now()) is None,
        "keeps": credential.custodian_id == request.user.pk,
        "manages": can(request.user, services.MANAGE, credential),
        "left": not credential.custodian.is_active,
        "handing": standing_of(HAND_OVER, credential, request.user),
        "retiring": standing_of(RETIRE, credential, request.user),
        "reason_form": ReasonForm(),
        "hand_over_form": HandOverForm(account_id=credential.account_id, initial={"version": credential.lock_version}),
        "rotations": credential.rotations.select_related("set_by").defer("digest")[:10],
        "checkouts": credential.checkouts.select_related("person", "reviewed_by")[:20],
        "shares": credential.shares.select_related("person")[:20],
        "entries": history_of("credential", pk, 50),
    }
    return render(request, "accounts/custody/credential_detail.html", context)


@sensitive_post_parameters("secret", "repeated")
@never_cache
@require_http_methods(["GET", "POST"])
def credential_new(request: StaffRequest) -> HttpResponse:
    """Take a login into custody."""
    if not accounts_for(request.user, services.MANAGE):
        require(request.user, services.MANAGE)
    return _credential_new(request) if request.method == "POST" else _asked_first(request)


@confirmation_required
def _asked_first(request: StaffRequest) -> HttpResponse:
    initial = {"account": request.GET.get("account")}
    form = CredentialForm(actor=request.user, initial=initial)
    return render(request, "accounts/custody/credential_form.html", {"form": form})


def _credential_new(request: StaffRequest) -> HttpResponse:
    form = CredentialForm(request.POST, actor=request.user)
    if form.is_valid():
        values = {name: form.cleaned_data[name] for name in ("account", "kind", "login", "custodian", "secret")}
        try:
            credential = services.add_credential(actor=request.user, confirmed_at=confirmed_at(request), **values)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The login is in custody now."))
            return redirect(credential)
    return render(request, "accounts/custody/credential_form.html", {"form": form}, status=422)


@sensitive_post_parameters("secret", "repeated")
@never_cache
@require_http_methods(["GET", "POST"])
def credential_rotate(request: StaffRequest, pk: int) -> HttpResponse:
    """Enter the new secret. A password is confirmed before the form is shown: what is typed here is never parked."""
    credential = _credential(request, pk)
    services.require_custodian(credential, request.user)
    return _rotate(request, credential) if request.method == "POST" else _rotation_form(request, credential)


@confirmation_required
def _rotation_form(request: StaffRequest, credential: Credential) -> HttpResponse:
    form = RotationForm(initial={"version": credential.lock_version})
    return render(request, "accounts/custody/rotation_form.html", {"form": form, "credential": credential})


def _rotate(request: StaffRequest, credential: Credential) -> HttpResponse:
    form = RotationForm(request.POST)
    if form.is_valid():
        data = form.cleaned_data
        try:
            services.rotate_secret(
                credential, actor=request.user, secret=data["secret"], version=data["version"],
                confirmed_at=confirmed_at(request),
            )  # fmt: skip
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, _("The new secret is sealed; the old one is gone."))
            return redirect(credential)
    return render(request, "accounts/custody/rotation_form.html", {"form": form, "credential": credential}, status=422)


@require_POST
def credential_hand_over(request: StaffRequest, pk: int) -> HttpResponse:
    """Name another custodian."""
    credential = _credential(request, pk)
    services.require_to_hand_over(credential, request.user)
    form = HandOverForm(request.POST, account_id=credential.account_id)
    if not form.is_valid():
        messages.error(request, _("Please choose who keeps the login from now on."))
        return redirect(credential)
    try:
        services.hand_over(credential, actor=request.user, **form.cleaned_data)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The login is handed over. Its new custodian was told to change the secret."))
    return redirect("accounts:credentials")


@require_POST
def credential_move(request: StaffRequest, pk: int) -> HttpResponse:
    """Retire a login."""
    credential = _credential(request, pk)
    form = MoveForm({**request.POST.dict(), "name": request.POST.get("move", "")}, machine=Credential.machine)
    if form.is_valid():
        require(request.user, form.permission(), credential)

    def retire() -> Credential:
        data = form.cleaned_data
        return services.retire(credential, actor=request.user, note=data["note"], version=data["version"])

    if not form.carried_out(retire):
        return turn_back(request, credential, form)
    messages.success(request, _("The login is retired."))
    return redirect(credential)


@require_POST
def credential_take_out(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the login in hand."""
    credential = _credential(request, pk)
    require_ground(credential, request.user, timezone.now())
    return _with_reason(request, credential, emergency=False)


@require_POST
def credential_break_glass(request: StaffRequest, pk: int) -> HttpResponse:
    """Take the login in hand in an emergency."""
    credential = _credential(request, pk)
    require(request.user, services.MANAGE, credential)
    return _break_glass(request, credential)


@confirmation_required
def _break_glass(request: StaffRequest, credential: Credential) -> HttpResponse:
    return _with_reason(request, credential, emergency=True)


def _with_reason(request: StaffRequest, credential: Credential, *, emergency: bool) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.data.get("reason", "").strip():
        return turn_back(request, credential, form, _("Please say what the login is needed for."))

    def act() -> object:
        reason = form.cleaned_data["reason"]
        if emergency:
            return break_glass(credential, actor=request.user, reason=reason, confirmed_at=confirmed_at(request))
        return take_out(credential, actor=request.user, reason=reason)

    if not form.carried_out(act):
        return turn_back(request, credential, form)
    messages.success(request, _("You have the login in hand now. Please give it back in time."))
    return redirect(credential)


@require_http_methods(["GET", "POST"])
def credential_share(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask to use a login for some days. Whoever works on the account may ask; the superior decides."""
    seen = Credential.objects.kept().filter(account_id__in=accounts_for(request.user))
    credential = get_object_or_404(seen.select_related("account", "custodian"), pk=pk)
    require_working(credential, request.user)
    refusal = why_not_shared(credential, request.user, timezone.now())
    form = ShareForm(posted(request))
    if form.made_once(
        lambda: ask_share(credential, actor=request.user, **form.content()),
        model=ApprovalRequest,
        actor=request.user,
    ):
        messages.success(request, _("Your request is on its way. You will be told when it is decided."))
        return redirect(form.outcome)
    context = {"form": form, "credential": credential, "refusal": refusal}
    return render(request, "accounts/custody/share_form.html", context, status=form.http_status)


@require_POST
def share_revoke(request: StaffRequest, pk: int) -> HttpResponse:
    """End a share before its time."""
    seen = Share.objects.filter(credential__in=Credential.objects.visible_to(request.user))
    share = get_object_or_404(seen.select_related("credential__account"), pk=pk)
    revoke_share(share, actor=request.user)
    messages.success(request, _("The share has ended."))
    return redirect(share.credential)


def _checkout(request: StaffRequest, pk: int) -> Checkout:
    seen = Checkout.objects.filter(credential__in=Credential.objects.visible_to(request.user))
    return get_object_or_404(seen.select_related("credential__account", "person", "reviewed_by"), pk=pk)


@require_GET
def checkout_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """Who had the login, why, and when a secret was shown."""
    checkout = _checkout(request, pk)
    context = {"checkout": checkout, "credential": checkout.credential, "reveals": checkout.reveals.all()}
    return render(request, "accounts/custody/checkout_detail.html", context)


@require_POST
def checkout_return(request: StaffRequest, pk: int) -> HttpResponse:
    """Give the login back."""
    checkout = _checkout(request, pk)
    try:
        give_back(checkout, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The login is given back. Thank you."))
    return redirect(checkout.credential)


@require_POST
def checkout_review(request: StaffRequest, pk: int) -> HttpResponse:
    """Find an emergency in order."""
    checkout = _checkout(request, pk)
    try:
        review_break_glass(checkout, actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The use in an emergency is found in order."))
    return redirect("accounts:checkout_detail", pk=pk)


@never_cache
@require_POST
def reveal_ask(request: StaffRequest, pk: int) -> HttpResponse:
    """Ask to see the secret; the page that answers shows it at one press, once."""
    checkout = _checkout(request, pk)
    require_in_hand_of(checkout, request.user)
    return _ask_reveal(request, checkout)


@confirmation_required
def _ask_reveal(request: StaffRequest, checkout: Checkout) -> HttpResponse:
    try:
        reveal, token = ask_reveal(checkout, actor=request.user, confirmed_at=confirmed_at(request))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(checkout.credential)
    context = {"reveal": reveal, "token": token, "credential": checkout.credential}
    return render(request, "accounts/custody/reveal_ask.html", context)


@sensitive_post_parameters("token")
@never_cache
@require_POST
def reveal_show(request: StaffRequest) -> HttpResponse:
    """Show the secret; loading the page again shows nothing."""
    try:
        shown = show_secret(request.POST.get("token", ""), actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("accounts:credentials")
    return render(request, "accounts/custody/reveal_show.html", {"shown": shown})

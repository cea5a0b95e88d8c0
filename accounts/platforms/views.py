"""Platform accounts: the list, and one account with its rights and history."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.custody.models import Credential
from accounts.incidents.pages import incidents_on
from accounts.people.rights import rights_on_account
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import CLOSE_ACCOUNT
from accounts.platforms.services import MANAGE, move_account, seen_or_managed
from accounts.recertification.schedule import review_of
from governance.public import MoveForm, Refused, can, history_of, require, standing_of


@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts that this person may see or manages."""
    rows = PlatformAccount.objects.filter(pk__in=seen_or_managed(request.user))
    return render(request, "accounts/platforms/accounts.html", {"accounts": rows.select_related("department")})


@require_GET
def account_detail(request: HttpRequest, handle: str) -> HttpResponse:
    """One account: what it is, who may do what on it, what was changed."""
    visible = PlatformAccount.objects.filter(pk__in=seen_or_managed(request.user))
    account = get_object_or_404(visible.select_related("department", "department__head"), handle=handle)
    visible_logins = Credential.objects.visible_to(request.user).filter(account=account)  # type: ignore[arg-type]
    return render(
        request,
        "accounts/platforms/account_detail.html",
        {
            "account": account,
            "closing": (
                standing_of(CLOSE_ACCOUNT, account, request.user)  # type: ignore[arg-type]
                if account.status in account.machine.transition("close").sources and can(request.user, MANAGE, account)  # type: ignore[arg-type]
                else None
            ),
            "rights": rights_on_account(account),
            "logins": account.credentials.kept().select_related("custodian"),
            "logins_seen": set(visible_logins.values_list("pk", flat=True)),
            "review": review_of(account, request.user, timezone.now()),  # type: ignore[arg-type]
            "incidents": incidents_on(account, request.user),  # type: ignore[arg-type]
            "entries": history_of("platform_account", account.pk, 50),
            "versions": account.history.select_related("history_user")[:20],
        },
    )


@require_POST
def account_move(request: HttpRequest, handle: str) -> HttpResponse:
    """Open, suspend, resume or close an account."""
    visible = PlatformAccount.objects.filter(pk__in=seen_or_managed(request.user))
    account = get_object_or_404(visible, handle=handle)
    form = MoveForm(request.POST, machine=account.machine)
    if not form.is_valid():
        messages.error(request, form.sentence())
        return redirect("accounts:account_detail", handle=handle)
    require(request.user, form.permission(), account)  # type: ignore[arg-type]
    try:
        move_account(account, actor=request.user, **form.cleaned_data)  # type: ignore[arg-type]
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("accounts:account_detail", handle=handle)

"""Platform accounts: the list, one account with its health, its record, its rule books and its life."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.platforms import pages
from accounts.platforms.forms import AccountFilter, AccountForm, BindForm, CloseForm, UnbindForm
from accounts.platforms.health import TONES, listed_rows
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import MANAGE, opened_by_its_request
from accounts.platforms.services import change_account, move_account, require_manager
from governance.public import (
    Denial,
    MoveForm,
    NotAllowed,
    PackBinding,
    StaffRequest,
    Takeable,
    answer_export,
    bind_pack,
    can,
    page_by_key,
    render_refused,
    require,
    turn_back,
    unbind_pack,
)

RULES = "governance.manage_policies"
PAGE = 100


@require_GET
def accounts(request: StaffRequest) -> HttpResponse:
    """The accounts that this person may see or manages, each with its health at a glance."""
    form, now = AccountFilter(request.GET), timezone.now()
    rows = pages.rows_of(request.user, form, now)
    page = page_by_key(rows, order=("handle", "pk"), after=request.GET.get("after"), size=PAGE, filled=True)
    context = {
        "page": page, "form": form, "lines": pages.lines_of(page.rows, request.user, now), "columns": listed_rows(),
        "may_open": bool(can(request.user, MANAGE)), "tones": TONES,
    }  # fmt: skip
    return render(request, "accounts/platforms/accounts.html", context)


@require_http_methods(["GET", "POST"])
def accounts_export(request: StaffRequest) -> HttpResponseBase:
    """The list as a file (R-107)."""
    form, now = AccountFilter(request.GET), timezone.now()
    rows = pages.rows_of(request.user, form, now)
    taken = Takeable(
        page="accounts", title=_("Platform accounts"), headers=pages.HEADERS,
        rows=lambda: pages.exported(rows, request.user, now), personal=False, back=reverse("accounts:accounts"),
    )  # fmt: skip
    return answer_export(request, taken)


def _account(request: StaffRequest, handle: str) -> PlatformAccount:
    visible = PlatformAccount.objects.visible_to(request.user)
    return get_object_or_404(visible.select_related("department", "department__head"), handle=handle)


@require_GET
def account_detail(request: StaffRequest, handle: str) -> HttpResponse:
    """One account: what it is, how it stands, who may do what on it, what was changed."""
    account = _account(request, handle)
    context = pages.page_of(account, request.user, timezone.now())
    return render(request, "accounts/platforms/account_detail.html", context)


@require_http_methods(["GET", "POST"])
def account_edit(request: StaffRequest, handle: str) -> HttpResponse:
    """Change the record of an account."""
    account = _managed(request, handle)
    form = AccountForm(request.POST or None, account=account, initial={"version": account.lock_version})
    if request.method == "POST" and form.carried_out(
        lambda: change_account(account, actor=request.user, **form.cleaned_data)
    ):
        messages.success(request, _("The record is saved."))
        return redirect(account)
    context = {"account": account, "form": form}
    return render(request, "accounts/platforms/account_edit.html", context, status=422 if form.errors else 200)


def _managed(request: StaffRequest, handle: str) -> PlatformAccount:
    """The account, for whoever manages it."""
    account = _account(request, handle)
    try:
        require_manager(request.user, account)
    except NotAllowed as refusal:
        raise Denial(refusal.sentence) from refusal
    return account


@require_POST
def account_move(request: StaffRequest, handle: str) -> HttpResponse:
    """Drop, suspend, resume or close an account."""
    account = _account(request, handle)
    form, closing = MoveForm(request.POST, machine=account.machine, auto_id="move-%s"), CloseForm(request.POST)
    if not closing.is_valid():
        form.add_error(None, _("This reason is too long. Please shorten it."))
    if form.is_valid():
        if form.cleaned_data["name"] not in pages.OWN_MOVES:
            raise Denial(opened_by_its_request(account, request.user, {}) or "")
        require(request.user, form.permission(), account)
    if not form.carried_out(
        lambda: move_account(account, actor=request.user, **form.cleaned_data, **closing.cleaned_data)
    ):
        context = pages.page_of(_account(request, handle), request.user, timezone.now())
        context |= {"move_form": form, "close_form": closing}
        return render_refused(request, "accounts/platforms/account_detail.html", context, form)
    moved = form.outcome
    messages.success(request, _("The account is now: %(state)s.") % {"state": moved.get_status_display()})
    return redirect(moved if PlatformAccount.objects.visible_to(request.user).filter(pk=moved.pk).exists()
                    else "accounts:accounts")  # fmt: skip


@require_POST
def account_bind(request: StaffRequest, handle: str) -> HttpResponse:
    """Bind a rule book to the account."""
    account = _account(request, handle)
    require(request.user, RULES)
    form, page = BindForm(request.POST, account=account), f"{account.get_absolute_url()}#packs"
    if not form.is_valid():
        return turn_back(request, page, form, _("Please choose a rule book from the list."))
    bound = form.carried_out(lambda: bind_pack(form.cleaned_data["pack"], account=account, actor=request.user))
    return redirect(page) if bound else turn_back(request, page, form)


@require_POST
def account_unbind(request: StaffRequest, handle: str, pk: int) -> HttpResponse:
    """End the binding of a rule book to the account, with a reason."""
    account = _account(request, handle)
    binding = get_object_or_404(PackBinding, pk=pk, account=account)
    require(request.user, RULES)
    form, page = UnbindForm(request.POST), f"{account.get_absolute_url()}#packs"
    ended = form.carried_out(lambda: unbind_pack(binding, actor=request.user, **form.cleaned_data))
    return redirect(page) if ended else turn_back(request, page, form)

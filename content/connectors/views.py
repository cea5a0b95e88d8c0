"""The pages of the interfaces: what is on its way, and which account is connected with what."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.public import PlatformAccount
from content.connectors import outbox
from content.connectors.connecting import MANAGE, connect_account
from content.connectors.forms import ConnectionForm, SettlingForm
from content.connectors.models import Connection, Dispatch
from content.drafts.models import Draft
from content.drafts.rules import PUBLISH, WITHDRAW
from governance.public import (
    VIEW_ACCOUNT,
    Refused,
    accounts_for,
    notes_of,
    page_by_key,
    posted,
    render_refused,
    require,
)

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


@require_GET
def dispatch_list(request: HttpRequest) -> HttpResponse:
    """What is on its way to interfaces, newest first, and the accounts that have one or may get one."""
    return _page(request, SettlingForm())


def _page(request: HttpRequest, form: SettlingForm, settled: int | None = None) -> HttpResponse:
    rows = Dispatch.objects.visible_to(request.user).select_related("draft", "account", "asked_by", "publication")
    page = page_by_key(rows, order=("-asked_at", "-pk"), after=request.GET.get("after"))
    notes = notes_of("dispatch", [row.pk for row in page])
    for row in page:
        row.notes = notes.get(row.pk, [])
    managed = accounts_for(request.user, MANAGE)
    accounts = PlatformAccount.objects.filter(pk__in=managed).open().select_related("connection")
    takes_back = accounts_for(request.user, WITHDRAW)
    context = {"page": page, "accounts": accounts, "takes_back": takes_back, "form": form}
    context |= {"settled": settled}
    return render_refused(request, "content/connectors/dispatch_list.html", context, form)


@require_http_methods(["GET", "POST"])
def connection_edit(request: HttpRequest, handle: str) -> HttpResponse:
    """Connect an account, or change how it is connected."""
    seen = PlatformAccount.objects.filter(pk__in=accounts_for(request.user, VIEW_ACCOUNT))
    account = get_object_or_404(seen, handle=handle)
    require(request.user, MANAGE, account)
    known = Connection.objects.filter(account=account).first()
    fields = ("kind", "address", "credential", "is_on")
    initial: dict[str, Any] = {name: getattr(known, name) for name in fields} if known else {"is_on": True}
    initial["version"] = known.lock_version if known else 0
    form = ConnectionForm(posted(request), account=account, initial=initial)
    if form.carried_out(lambda: connect_account(account, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("The account is connected."))
        return redirect("content:dispatch_list")
    context = {"account": account, "connection": known, "form": form}
    return render(request, "content/connectors/connection_edit.html", context, status=form.http_status)


@require_POST
def dispatch_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Have the interface publish the draft on one account."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user), pk=pk)
    account = get_object_or_404(draft.targets, handle=request.POST.get("account", ""))
    require(request.user, PUBLISH, account)
    try:
        outbox.order_post(draft, account, actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The post is on its way. You are told if it does not arrive."))
    return redirect("content:dispatch_list")


def _order(request: HttpRequest, pk: int) -> Dispatch:
    order = get_object_or_404(Dispatch.objects.visible_to(request.user).select_related("account"), pk=pk)
    require(request.user, WITHDRAW, order.account)
    return order


@require_POST
def dispatch_call_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an order back before it went out."""
    try:
        outbox.call_back(_order(request, pk), actor=request.user)
    except Refused as refusal:
        messages.error(request, refusal.sentence)
    else:
        messages.success(request, _("The post was called back. Nothing was sent."))
    return redirect("content:dispatch_list")


@require_POST
def dispatch_settle(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what somebody saw on the platform of an order whose outcome nobody knew."""
    order, form = _order(request, pk), SettlingForm(request.POST, auto_id=f"settle-{pk}-%s")
    if form.carried_out(lambda: outbox.settle(order, actor=request.user, **form.cleaned_data)):
        messages.success(request, _("It is settled. Record the post if it stands, or send it again if it does not."))
        return redirect("content:dispatch_list")
    return _page(request, form, settled=order.pk)

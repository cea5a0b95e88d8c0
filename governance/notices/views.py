"""My notices: the list, opening one, marking read, choosing channels."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.notices.forms import ChannelsForm
from governance.notices.models import Notice
from governance.notices.services import mark_all_read, mark_read, save_channels, unread_count
from governance.notices.templates import by_cause, in_words
from governance.refusals.exceptions import NotAllowed, Refused

PAGE_SIZE = 25


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What I was told, newest first; `before` is the id to go on from."""
    user: Any = request.user
    rows = Notice.objects.of(user)
    if request.GET.get("show") == "unread":
        rows = rows.unread()
    before = request.GET.get("before", "")
    if before.isdecimal() and before.isascii():
        rows = rows.filter(pk__lt=int(before[:18]))
    found = list(rows.order_by("-pk")[: PAGE_SIZE + 1])
    shown = found[:PAGE_SIZE]
    context = {
        "lines": by_cause(in_words(shown, get_language() or "zh-hans")),
        "before": shown[-1].pk if len(found) > PAGE_SIZE else None,
        "show": request.GET.get("show", ""),
        "unread": unread_count(user),
    }
    return render(request, "governance/notices/notices.html", context)


@require_GET
def notice_open(request: HttpRequest, notice_id: int) -> HttpResponse:
    """To the record of my notice, which counts as read from then on."""
    notice = _mine(request, notice_id)
    return redirect(in_words([notice], get_language() or "zh-hans")[0].url)


@require_POST
def notice_read(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Mark one of mine read."""
    _mine(request, notice_id)
    return redirect("governance:notices")


def _mine(request: HttpRequest, notice_id: int) -> Notice:
    """My notice, marked read; unknown to everybody else."""
    user: Any = request.user
    try:
        return mark_read(notice_id, actor=user)
    except NotAllowed as refused:
        raise Http404 from refused


@require_POST
def notices_read_all(request: HttpRequest) -> HttpResponse:
    """Mark all of mine read."""
    user: Any = request.user
    count = mark_all_read(actor=user)
    done = ngettext("%(n)d notice is marked read.", "%(n)d notices are marked read.", count) % {"n": count}
    messages.success(request, done)
    return redirect("governance:notices")


@require_http_methods(["GET", "POST"])
def notice_channels(request: HttpRequest) -> HttpResponse:
    """My channels: mail, and chat by webhook."""
    user: Any = request.user
    form = ChannelsForm(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            save_channels(user, form.choices(), actor=user)
        except Refused as refused:
            form.add_error(refused.field if refused.field in form.fields else None, str(refused))
        else:
            messages.success(request, _("Your channels are saved."))
            return redirect("governance:notice_channels")
    status = 422 if form.errors else 200
    return render(request, "governance/notices/channels.html", {"form": form}, status=status)

"""The inbox: the queue, one message, and what is done with it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from governance.public import (
    Denial,
    Refused,
    Takeable,
    accounts_for,
    answer_export,
    can,
    filters_of,
    holders,
    require,
    turn_back,
)
from interactions.acting import StepForm, take_step
from interactions.canned.models import CannedReply
from interactions.inbox.bulk import decide_on_many
from interactions.inbox.forms import BulkForm, InboxFilter, MessageForm
from interactions.inbox.models import Message
from interactions.inbox.pages import message_context
from interactions.inbox.presence import note_presence, others_at
from interactions.inbox.queue import (
    HEADERS,
    PAGE_CODE,
    accounts_seen,
    count_words,
    empty_words,
    export_of,
    queue_page,
    queue_rows,
)
from interactions.inbox.receiving import Incoming, receive_message
from interactions.inbox.replying import WARN, check_reply
from interactions.inbox.rows import draw_rows
from interactions.inbox.rules import TEXT_LIMIT
from interactions.inbox.steps import STEPS

REPLY = "accounts.reply"


def _message(request: HttpRequest, pk: int) -> Message:
    seen = Message.objects.visible_to(request.user)  # type: ignore[arg-type]
    joined = seen.select_related(
        "account", "contact", "owner", "publication", "complaint_record", "account__department"
    )
    return get_object_or_404(joined, pk=pk)


@require_GET
def inbox(request: HttpRequest) -> HttpResponse:
    """What waits for an answer, by due time; or what the filter asks for."""
    user: Any = request.user
    now = timezone.now()
    accounts = accounts_seen(user)
    form = InboxFilter(request.GET, accounts=accounts)
    values = form.values()
    rows, order = queue_rows(user, values, accounts, now)
    page = queue_page(rows, order, accounts, request.GET.get("after", ""))
    title, text = empty_words(values)
    may_reply = bool(accounts_for(user, REPLY))
    context = {
        "page": page, "form": form, "rows": draw_rows(page, now, may_reply), "may_reply": may_reply,
        "empty_title": title, "empty_text": text,
    }  # fmt: skip
    return render(request, "interactions/inbox/inbox.html", context)


@require_http_methods(["GET", "POST"])
def inbox_export(request: HttpRequest) -> HttpResponseBase:
    """The queue as it is filtered, as a file, for a reason (R-107)."""
    user: Any = request.user
    accounts = accounts_seen(user)
    rows, order = queue_rows(user, InboxFilter(request.GET, accounts=accounts).values(), accounts, timezone.now())
    taken = Takeable(
        page=PAGE_CODE, title=_("Inbox"), headers=HEADERS, rows=lambda: export_of(rows, order, accounts),
        personal=True, back=reverse("interactions:inbox"),
    )  # fmt: skip
    return answer_export(request, taken)


@require_GET
def inbox_around(request: HttpRequest) -> HttpResponse:
    """Beside the list, after it stands: kept filters, and how many rows fit, no further than 1,001."""
    user: Any = request.user
    accounts = accounts_seen(user)
    rows, _order = queue_rows(user, InboxFilter(request.GET, accounts=accounts).values(), accounts, timezone.now())
    query = request.GET.copy()
    query.pop("after", None)
    context = {
        "filters": filters_of(user, PAGE_CODE), "page_code": PAGE_CODE, "inbox_url": reverse("interactions:inbox"),
        "count_words": count_words(rows), "query": query.urlencode(),
    }  # fmt: skip
    return render(request, "interactions/inbox/_around.html", context)


@require_POST
def inbox_bulk(request: HttpRequest) -> HttpResponse:
    """One decision on the ticked rows: each is checked, what fails is listed."""
    user: Any = request.user
    if not accounts_for(user, REPLY):
        raise Denial(_("You may not answer messages on any account. Ask the manager of an account for the right."))
    form = BulkForm(request.POST)
    ids = [int(value) for value in request.POST.getlist("ids") if value.isdecimal() and len(value) < 19]
    if not ids or not form.is_valid():
        if ids and "action" not in form.errors:
            return turn_back(request, "interactions:inbox", form)
        unclear = _("Please tick at least one message and choose what to do with them.")
        return turn_back(request, "interactions:inbox", form, unclear)
    data = form.cleaned_data
    if not form.carried_out(lambda: decide_on_many(ids, data["action"], actor=user, to=data["to"], note=data["note"])):
        return turn_back(request, "interactions:inbox", form)
    decided = form.outcome
    if decided.done:
        done = ngettext("%(n)d message is done.", "%(n)d messages are done.", decided.done) % {"n": decided.done}
        messages.success(request, done)
    if not decided.failed:
        return redirect("interactions:inbox")
    return render(request, "interactions/inbox/bulk.html", {"decided": decided})


@require_GET
def inbox_colleagues(request: HttpRequest) -> HttpResponse:
    """Who could have the messages: options of the bulk action."""
    if not accounts_for(request.user, REPLY):  # type: ignore[arg-type]
        raise Denial(_("You may not answer messages on any account. Ask the manager of an account for the right."))
    people: dict[int, Any] = {}
    for account_id in accounts_for(request.user, REPLY):  # type: ignore[arg-type]
        people.update({person.pk: person for person in holders(REPLY, account_id)})
    return render(request, "interactions/inbox/_colleagues.html", {"people": people.values()})


@require_http_methods(["GET", "POST"])
def message_new(request: HttpRequest) -> HttpResponse:
    """Enter a message by hand."""
    user: Any = request.user
    allowed = accounts_for(user, REPLY)
    if not allowed:
        raise Denial(_("You may not answer messages on any account. Ask the manager of an account for the right."))
    form = MessageForm(request.POST or None, account_ids=allowed, now=timezone.localtime())
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        number = data["external_id"] or f"by-hand-{get_random_string(16)}"
        row = Incoming(data["channel"], number, "", data["author"], data["text"], data["posted_at"])
        try:
            message = receive_message(data["account"], row, actor=user)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, str(refusal.sentence))
        else:
            messages.success(request, _("The message is in the inbox; its clock runs."))
            return redirect("interactions:message_detail", message.pk)
    status = 422 if form.errors else 200
    return render(request, "interactions/inbox/message_new.html", {"form": form}, status=status)


def _page(request: HttpRequest, message: Message, bound: StepForm | None = None) -> HttpResponse:
    user: Any = request.user
    context = message_context(message, user, bound, timezone.now())
    return render(request, "interactions/inbox/message_detail.html", context)


@require_GET
def message_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One message with its thread, its clocks and everything that can be done."""
    return _page(request, _message(request, pk))


@require_POST
def message_step(request: HttpRequest, pk: int, step: str) -> HttpResponse:
    """Do one of the steps of the page."""
    back = reverse("interactions:message_detail", args=[pk])
    return take_step(request, _message(request, pk), STEPS, step, page=_page, back=back)


@require_POST
def message_presence(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that I am here (and whether I write), and learn who else is."""
    user: Any = request.user
    message = _message(request, pk)
    now = timezone.now()
    if can(user, REPLY, message):
        note_presence(message, is_writing=bool(request.POST.get("reply-text", "").strip()), actor=user, at=now)
    return render(request, "interactions/inbox/_presence.html", {"others": others_at(message, user, now)})


@require_POST
def reply_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Risky words of an answer while it is written (R-061)."""
    message = _message(request, pk)
    require(request.user, REPLY, message)  # type: ignore[arg-type]
    text = (request.POST.get("reply-text") or request.POST.get("hold-text") or "")[:TEXT_LIMIT]
    findings = check_reply(text, message.account)
    # What is forbidden is not meant so; where the form shows the box itself already, it is not offered twice.
    box = "box" in request.POST and bool(findings) and all(finding.severity == WARN for finding in findings)
    return render(request, "interactions/inbox/_findings.html", {"findings": findings, "box": box})


@require_GET
def message_canned(request: HttpRequest, pk: int) -> HttpResponse:
    """Canned replies that may be used for this message."""
    message = _message(request, pk)
    rows = CannedReply.objects.usable(message.account_id, timezone.localdate())
    return render(request, "interactions/inbox/_canned.html", {"rows": rows, "message": message})

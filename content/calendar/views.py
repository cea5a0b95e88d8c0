"""The calendar: month, week, agenda."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.public import PlatformAccount
from content.calendar.days import Span, days_of, entries_of, read_date, span_of, weeks_of
from content.calendar.exporting import takeable_calendar
from content.calendar.forms import MoveForm
from content.calendar.moving import OutsideWindow, ask_new_window, move_post
from content.calendar.rules import VIEWS
from content.drafts.models import Draft
from content.drafts.rules import PUBLISH
from content.publishing.slots import propose_slots
from governance.public import VIEW_ACCOUNT, Denial, accounts_for, answer_export, can, posted, render_refused

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


def _span(request: HttpRequest) -> Span:
    """The days that the address asks for; a month around today where it says nothing that is known."""
    view = request.GET.get("view", "month")
    return span_of(view if view in dict(VIEWS) else "month", read_date(request.GET.get("date"), timezone.localdate()))


def _accounts(request: HttpRequest) -> tuple[list[PlatformAccount], list[int]]:
    """The accounts that this person may see, and the ids of the one that was chosen."""
    seen = list(PlatformAccount.objects.filter(pk__in=accounts_for(request.user, VIEW_ACCOUNT)))
    return seen, [row.pk for row in seen if row.handle == request.GET.get("account", "")]


@require_http_methods(["GET", "POST"])
def calendar_export(request: HttpRequest) -> HttpResponseBase:
    """Plan items and posts of the days and the account that were chosen, as CSV or XLSX (R-107)."""
    span, mine = _span(request), "mine" in request.GET
    _seen, chosen = _accounts(request)
    entries = entries_of(request.user, span, mine=mine, account_ids=chosen)
    back = f"{reverse('content:calendar')}?{request.GET.urlencode()}"
    return answer_export(request, takeable_calendar(request.user, span, entries, chosen, back, plans=not mine))


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Drafts and posts by day, with "1 of 3 signed" and the filter "waiting for me"."""
    today = timezone.localdate()
    span, mine = _span(request), "mine" in request.GET
    view = span.view
    seen, chosen = _accounts(request)
    handle = request.GET.get("account", "")
    movable = accounts_for(request.user, PUBLISH)
    days = days_of(span, entries_of(request.user, span, mine=mine, account_ids=chosen), movable)
    context = {
        "span": span, "days": days, "weeks": weeks_of(days) if view == "month" else [], "today": today,
        "move_word": _("Move"),
        "mine": mine, "accounts": seen, "handle": handle if chosen else "",
        "tabs": [
            {"url": f"?view={code}&date={span.anchor.isoformat()}", "label": label, "current": code == view}
            for code, label in VIEWS
        ],
        "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
    }  # fmt: skip
    return render(request, "content/calendar/calendar.html", context)


@require_http_methods(["GET", "POST"])
def calendar_move(request: HttpRequest, pk: int) -> HttpResponse:
    """Move a post: what dragging sends, and the form for those who do not drag."""
    draft = get_object_or_404(Draft.objects.visible_to(request.user).select_related("account", "plan_item"), pk=pk)
    may_write = can(request.user, "accounts.draft", draft)
    if not can(request.user, PUBLISH, draft) and not may_write:
        raise Denial(_("Publishers and authors of the account move its posts. Ask one of them."))
    begin = draft.scheduled_at or draft.shown_at
    form = MoveForm(posted(request), initial={"moment": begin, "version": draft.lock_version})
    asked = "ask" in request.POST

    def act() -> object:
        if asked:
            return ask_new_window(draft, actor=request.user, **_when(form))
        return move_post(draft, actor=request.user, slot_reason=form.cleaned_data["slot_reason"], **_when(form))

    if form.carried_out(act):
        messages.success(request, _("A new approval is asked for.") if asked else _("The post was moved."))
        return redirect("content:calendar")
    outside = isinstance(form.refusal, OutsideWindow)
    slots = propose_slots(draft, draft.account, timezone.now()) if draft.status in ("approved", "scheduled") else []
    context = {"draft": draft, "form": form, "outside": outside, "may_write": may_write, "slots": slots}
    return render_refused(request, "content/calendar/calendar_move.html", context, form)


def _when(form: MoveForm) -> dict[str, Any]:
    return {"moment": form.cleaned_data["moment"], "version": form.cleaned_data["version"]}

"""The calendar: month, week, agenda."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accounts.public import PlatformAccount
from content.calendar.days import days_of, entries_of, read_date, span_of, weeks_of
from content.calendar.rules import VIEWS
from governance.public import VIEW_ACCOUNT, accounts_for

# mypy: disable-error-code="arg-type"
# The login middleware has made request.user a member of staff.


@require_GET
def calendar(request: HttpRequest) -> HttpResponse:
    """Drafts and posts by day, with "1 of 3 signed" and the filter "waiting for me"."""
    view = request.GET.get("view", "month")
    view = view if view in dict(VIEWS) else "month"
    today = timezone.localdate()
    span = span_of(view, read_date(request.GET.get("date"), today))
    mine = "mine" in request.GET
    seen = PlatformAccount.objects.filter(pk__in=accounts_for(request.user, VIEW_ACCOUNT))
    handle = request.GET.get("account", "")
    chosen = [row.pk for row in seen if row.handle == handle]
    days = days_of(span, entries_of(request.user, span, mine=mine, account_ids=chosen))
    context = {
        "span": span, "days": days, "weeks": weeks_of(days) if view == "month" else [], "today": today,
        "mine": mine, "accounts": seen, "handle": handle if chosen else "",
        "tabs": [
            {"url": f"?view={code}&date={span.anchor.isoformat()}", "label": label, "current": code == view}
            for code, label in VIEWS
        ],
        "weekdays": [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")],
    }  # fmt: skip
    return render(request, "content/calendar/calendar.html", context)

"""The page on which somebody makes or revokes the address of their calendar, and that address itself."""

from __future__ import annotations

import hashlib
from urllib.parse import urljoin

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from content.calendar_feed import services
from content.calendar_feed.events import calendar_of
from content.calendar_feed.models import CalendarFeed
from content.calendar_feed.rules import FETCH_SECONDS
from governance.public import Refused, StaffRequest


@require_http_methods(["GET", "POST"])
@sensitive_variables("token", "address")
def calendar_feed(request: StaffRequest) -> HttpResponse:
    """Whether this person has an address, since when; with POST a new one, which this answer alone shows."""
    address = ""
    if request.method == "POST":
        _feed, token = services.make_feed(actor=request.user)
        address = urljoin(settings.SITE_URL, reverse("content:calendar_feed_file", args=[token]))
    feed = CalendarFeed.objects.filter(person=request.user, revoked_at=None).first()
    response = render(request, "content/calendar_feed/calendar_feed.html", {"feed": feed, "address": address})
    patch_cache_control(response, private=True, no_store=True)
    return response


@require_POST
def calendar_feed_revoke(request: StaffRequest) -> HttpResponse:
    """End one's own address."""
    try:
        services.revoke_feed(actor=request.user)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The address is revoked. Programs that use it find nothing there any more."))
    return redirect("content:calendar_feed")


@login_not_required
@require_safe
@sensitive_variables("token")
def calendar_feed_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar of whoever made the address, as they may see it now; unknown, revoked and disabled all read 404."""
    feed = services.feed_of(token)
    if feed is None:
        raise Http404
    if not services.may_fetch(feed):
        return HttpResponse(status=429, headers={"Retry-After": str(FETCH_SECONDS)})
    now = timezone.now()
    with override(feed.person.language):
        data = calendar_of(feed.person, now)
    services.note_read(feed, timezone.localdate(now))
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    same = tag in request.headers.get("If-None-Match", "")
    response = HttpResponse(status=304) if same else HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["ETag"] = tag
    patch_cache_control(response, private=True, no_cache=True)
    return response

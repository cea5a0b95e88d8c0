"""Somebody at an open session is not yet the person: what weighs much is confirmed anew (R-006, R-034, ASVS 7.5.3)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.account.internal.flows.reauthentication import get_reauthentication_flows, is_reauthentication_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from accounts.login.single_sign_on import PROVED
from accounts.login.waiting import set_aside
from governance.public import NotAllowed, Sentence, own_path

CONFIRMED_FOR = timedelta(minutes=5)


def confirmed_at(request: HttpRequest) -> datetime | None:
    """When this person last proved who they are, in this session.

    A login at a provider counts from the moment at which that one says that it saw the proof: a remembered session
    of an unlocked browser proves nothing.
    """
    records = get_authentication_records(request, request.user)
    moments = [row["at"] for row in records if "at" in row and row.get("method") != "socialaccount"]
    moments += [moment for moment in (request.session.get(PROVED),) if moment]
    return datetime.fromtimestamp(max(moments), UTC) if moments else None


def check_confirmed(moment: datetime | None, now: datetime, sentence: Sentence) -> datetime:
    """The moment, if it lies within the last five minutes; raises NotAllowed with `sentence` otherwise."""
    if moment is None or not now - CONFIRMED_FOR <= moment <= now:
        raise NotAllowed(sentence)
    return moment


def confirmation_required(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let the view run minutes after its person proved who they are, and ask them otherwise.

    Whoever has a password or a second factor here gives it, and what was sent is taken up again. Whoever logs in by
    the word of a provider alone logs in there once more, and then finds the page from which they came.
    """
    asked_here = reauthentication_required(view)

    @wraps(view)
    def confirmed(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if get_reauthentication_flows(request.user):
            # allauth would keep one form for the whole session, and lose those of other tabs.
            if request.method == "POST" and is_reauthentication_required(request, app=""):
                return set_aside(request)
            return asked_here(request, *args, **kwargs)
        moment = confirmed_at(request)
        if moment is not None and timezone.now() - moment <= CONFIRMED_FOR:
            return view(request, *args, **kwargs)
        came_from = urlsplit(request.headers.get("Referer", "/")).path
        back = request.get_full_path() if request.method == "GET" else own_path(request, came_from)
        return redirect(f"{reverse('login_confirm')}?{urlencode({'next': back})}")

    return confirmed

"""Forms that wait until their person has proved who they are: each apart, carried out once (R-006, R-034).

allauth keeps one such form for a whole session, so that of two open tabs each would lose the words of the other.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.reauthentication import STATE_SESSION_KEY, is_reauthentication_required
from allauth.account.utils import get_next_redirect_url
from allauth.core.internal.httpkit import deserialize_request, serialize_request
from allauth.core.internal.urlkit import script_aware_resolve
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import Resolver404, reverse
from django.utils.http import urlencode

KEPT = "forms_that_wait"
AT_MOST = 5
# Longer than any two requests of one double click lie apart.
TAKEN_FOR_SECONDS = 3600


def set_aside(request: HttpRequest) -> HttpResponse:
    """Keep the form that was sent, and lead its person to where they prove who they are.

    Files do not wait with it. Of more than five forms the oldest are dropped.
    """
    key = secrets.token_urlsafe(16)
    forms = [*_forms(request).items(), (key, {"person": request.user.pk, "form": serialize_request(request)})]
    request.session[KEPT] = dict(forms[-AT_MOST:])
    return ask(request, key)


def ask(request: HttpRequest, key: str) -> HttpResponse:
    """To the page that asks who one is, which then takes up the form of this key."""
    methods = get_adapter(request).get_reauthentication_methods(request.user)
    back = urlencode({"next": reverse("login_waiting", args=[key])})
    return redirect(f"{methods[0]['url'] if methods else reverse('account_login')}?{back}")


def waits(request: HttpRequest, key: str) -> bool:
    """Whether a form of this person waits under the key."""
    return _forms(request).get(key, {}).get("person") == request.user.pk


def taking_up(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Let a page of allauth that asks who one is carry out the form for which it asked, and no other.

    What allauth itself keeps in the session for one of its own pages stays untouched meanwhile.
    """

    @wraps(view)
    def asking(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = _key(request) if request.method == "POST" else None
        if key is None:
            return view(request, *args, **kwargs)
        of_allauth = request.session.pop(STATE_SESSION_KEY, None)
        response = view(request, *args, **kwargs)
        if of_allauth is not None:
            request.session[STATE_SESSION_KEY] = of_allauth
        proved = response.status_code == 302 and not is_reauthentication_required(request, app="")
        return _carry_out(request, key, response) if proved and waits(request, key) else response

    return asking


def _carry_out(request: HttpRequest, key: str, otherwise: HttpResponse) -> HttpResponse:
    forms = _forms(request)
    form = forms.pop(key)["form"]
    request.session[KEPT] = forms
    # Two clicks may both have read the session before either wrote it.
    if not cache.add(f"form-taken-up:{key}", True, TAKEN_FOR_SECONDS):
        return otherwise
    sent = deserialize_request(form, request)
    found = script_aware_resolve(sent.path)
    answer: HttpResponse = found.func(sent, *found.args, **found.kwargs)
    return answer


def _forms(request: HttpRequest) -> dict[str, dict[str, Any]]:
    return dict(request.session.get(KEPT, {}))


def _key(request: HttpRequest) -> str | None:
    """The key in the address to which the person goes on, if that is the one of a waiting form."""
    try:
        found = script_aware_resolve(urlsplit(get_next_redirect_url(request) or "").path)
    except (Resolver404, ValueError):
        return None
    return found.kwargs["key"] if found.url_name == "login_waiting" else None

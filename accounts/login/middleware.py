"""Asks for a second factor where the company demands one (R-010)."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from accounts.login.second_factor import has_factor, must_have_factor
from accounts.people.models import User

# Pages that must stay open until the second factor is set up.
OPEN_PATHS = ("/auth/", "/static/", "/healthz", "/readyz", "/i18n/")


class SecondFactorMiddleware:
    """Sends people of the roles in SECOND_FACTOR_ROLES ("all" for everybody) to set up a second factor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if self._must_set_up(request):
            messages.warning(request, _("Please set up a second factor first: an authenticator app or a passkey."))
            return redirect("mfa_index")
        return self.get_response(request)

    def _must_set_up(self, request: HttpRequest) -> bool:
        """Asked anew on every page: a factor may be taken away while the session lasts."""
        user = request.user
        if not isinstance(user, User) or request.path.startswith(OPEN_PATHS):
            return False
        return must_have_factor(user) and not has_factor(user)

"""Django admin has no door of its own: its login, logout and password pages are those of the site (R-010).

Django's own login page asks for a password alone, counts no tries and leaves no trace in the ledger.
"""

from __future__ import annotations

from typing import Any

from allauth.account.views import logout
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache


@never_cache
@login_not_required
def admin_login(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
    """Sends people to the login of the site and back; who is in already and may not enter is told so (403)."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    target = request.GET.get("next", "")
    if not url_has_allowed_host_and_scheme(target, {request.get_host()}, require_https=request.is_secure()):
        target = reverse("admin:index")
    return redirect_to_login(target)


def admin_logout(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
    """The logout of the site, so that the end of the session stands in the ledger."""
    return logout(request)


def admin_password_change(request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponseBase:
    """The page of the site, which asks who you are first."""
    return redirect("account_change_password")


admin.site.login = admin_login  # type: ignore[assignment, method-assign]
admin.site.logout = admin_logout  # type: ignore[assignment, method-assign]
admin.site.password_change = admin_password_change  # type: ignore[assignment, method-assign]

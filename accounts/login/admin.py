"""Django admin has no door of its own: its login, logout and password pages are those of the site (R-010).

Django's own login page asks for a password alone, counts no tries and leaves no trace in the ledger.
Second factors are shown without their secrets. Providers of logins stand in the environment, never in the database.
"""

from __future__ import annotations

from typing import Any

from allauth.account.models import EmailAddress
from allauth.account.views import logout
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from accounts.login.services import MANAGE, remove_factor
from governance.public import ReadOnlyAdmin, can


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
admin.site.site_header = admin.site.site_title = _("Administration")

# The address of a person stands in their record; allauth's own table of addresses is read by nothing.
admin.site.unregister(EmailAddress)
admin.site.unregister((Authenticator, SocialAccount, SocialApp, SocialToken))


@admin.register(Authenticator)
class AuthenticatorAdmin(ReadOnlyAdmin):
    """Shows who has which factor; a lost one is taken away by somebody else, through the service."""

    list_display = ("user", "type", "created_at", "last_used_at")
    list_select_related = ("user",)
    list_filter = ("type",)
    fields = ("user", "type", "created_at", "last_used_at")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        user: Any = request.user
        return bool(can(user, MANAGE)) and (obj is None or obj.user_id != user.pk)

    def delete_model(self, request: HttpRequest, obj: Authenticator) -> None:
        user: Any = request.user
        remove_factor(obj, actor=user)


@admin.register(SocialAccount)
class SocialAccountAdmin(ReadOnlyAdmin):
    """Shows who may log in by the word of which provider."""

    list_display = ("user", "provider", "uid", "date_joined", "last_login")
    list_select_related = ("user",)
    list_filter = ("provider",)
    fields = ("user", "provider", "uid", "date_joined", "last_login")

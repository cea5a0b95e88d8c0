"""My settings, and the language switch of every page."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, HttpResponseBadRequest, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from governance.face.addresses import own_path
from governance.preferences.forms import PreferencesForm
from governance.preferences.services import save_preferences


def remember_language(response: HttpResponse, language: str) -> HttpResponse:
    """Keep the choice in this browser for a year."""
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME, language, max_age=31536000, samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE, httponly=True,
    )  # fmt: skip
    return response


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """My settings: language, zone, quiet hours, shortcuts, and the way to devices and channels."""
    user: Any = request.user
    form = PreferencesForm.of(user, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        save_preferences(user, form.cleaned_data, actor=user)
        with translation.override(user.language):
            messages.success(request, _("Your settings are saved."))
        return remember_language(redirect("governance:preferences"), user.language)
    status = 422 if form.errors else 200
    return render(request, "governance/preferences/page.html", {"form": form}, status=status)


@login_not_required
@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Switch the language here, and for good where the person is signed in."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        return HttpResponseBadRequest(_("This language is not known. Please go back and choose another."))
    user: Any = request.user
    if user.is_authenticated:
        save_preferences(user, {"language": language}, actor=user)
    target = own_path(request, request.POST.get("next", "/"))
    return remember_language(HttpResponseRedirect(target), language)

"""Pages that allauth lacks: taking a passkey away, confirming who one is elsewhere, and a form that waits for that."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accounts.login.single_sign_on import ways_to_confirm
from accounts.login.waiting import ask, waits
from governance.public import StaffRequest, own_path


class _RemovePasskey(RemoveWebAuthnView):
    """allauth asks its adapter about authenticator apps only, so this page asks for keys."""

    def form_valid(self, form: BaseForm) -> HttpResponse:
        if get_adapter().can_delete_authenticator(self.get_object()):
            return super().form_valid(form)
        messages.error(
            self.request, _("You need a second factor. Please set up another one first, then take this one away.")
        )
        return HttpResponseRedirect(self.get_success_url())


@login_required
@require_http_methods(["GET", "POST"])
def remove_passkey(request: HttpRequest, pk: int) -> HttpResponse:
    """Take away one of one's own passkeys; the last factor of somebody who must have one stays."""
    return _RemovePasskey.as_view()(request, pk=pk)


@require_GET
def confirm_elsewhere(request: StaffRequest) -> HttpResponse:
    """For whoever has no password here: log in once more where one has one, and go on."""
    back = own_path(request, request.GET.get("next", "/"))
    return render(request, "account/confirm_elsewhere.html", {"ways": ways_to_confirm(request, back)})


@login_required
@require_GET
def waiting_form(request: HttpRequest, key: str) -> HttpResponse:
    """Where a waiting form is asked for again; of one that is gone a sentence says what to do.

    Opening this address carries nothing out: only the page that asks who one is does (R-006).
    """
    if waits(request, key):
        return ask(request, key)
    messages.warning(
        request,
        _(
            "What you sent is not waiting any more: it was carried out already, or it waited too long for you to "
            "confirm who you are. Please open the record again, look whether it was done, and send it anew if not."
        ),
    )
    return redirect("/")

"""Taking a passkey away: allauth asks its adapter about authenticator apps only, so this page asks for keys."""

from __future__ import annotations

from allauth.mfa.adapter import get_adapter
from allauth.mfa.webauthn.views import RemoveWebAuthnView
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods


class _RemovePasskey(RemoveWebAuthnView):
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

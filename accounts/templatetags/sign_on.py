"""The buttons by which people log in by the word of a provider."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import template
from django.conf import settings
from django.template import Context

from accounts.login.single_sign_on import CONNECT, Way, ways_in

register = template.Library()


@register.simple_tag
def sign_on_is_open() -> bool:
    """Whether any provider is switched on."""
    return bool(settings.SOCIALACCOUNT_PROVIDERS)


@register.inclusion_tag("account/_ways_in.html", takes_context=True)
def ways_to_sign_in(context: Context, ways: Sequence[Way] | None = None, connect: bool = False) -> dict[str, Any]:
    """A button for each provider: those given, or all that are switched on, to log in or to connect."""
    request = context["request"]
    if ways is None:
        state = {"process": CONNECT} if connect else {"process": "login", "next": request.GET.get("next", "/")}
        ways = ways_in(request, **state)
    return {"ways": ways, "connect": connect, "csrf_token": context.get("csrf_token")}

"""Where a form leads back to."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.http import url_has_allowed_host_and_scheme


def own_path(request: HttpRequest, text: str) -> str:
    """The path where the text is one of this site ("/drafts/?q=1"); "/" for anything else that was sent."""
    safe = text.startswith("/") and url_has_allowed_host_and_scheme(
        text, {request.get_host()}, require_https=request.is_secure()
    )
    return text if safe else "/"

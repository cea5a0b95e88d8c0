"""What base.html needs besides the page's own context."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language

from governance.face.banners import banners_for
from governance.face.navigation import address_exists, navigation
from governance.notices.services import badge

THEMES = ("light", "dark")


def face(request: HttpRequest) -> dict[str, Any]:
    """Theme, language, navigation and bell; the costly ones are looked up only where a page shows them."""
    user: Any = getattr(request, "user", None)
    theme = request.COOKIES.get("theme", "")
    signed_in = bool(user and user.is_authenticated)
    return {
        "face": {
            "theme": theme if theme in THEMES else "",
            "html_lang": "en" if get_language() == "en" else "zh-Hans",
            "other_language": "zh-hans" if get_language() == "en" else "en",
            "navigation": SimpleLazyObject(lambda: navigation(user, request.path)),
            "unread": SimpleLazyObject(lambda: badge(user) if signed_in else ""),
            "banners": SimpleLazyObject(lambda: banners_for(user) if signed_in else []),
            "has_search": address_exists("/search/"),
            "has_notices": address_exists("/notices/"),
            "has_settings": address_exists("/settings/"),
            "shortcuts": bool(signed_in and getattr(user, "shortcuts_enabled", False)),
        }
    }

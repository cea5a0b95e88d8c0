"""Which navigation rows one person sees."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Any

from django.template.loader import render_to_string
from django.urls import Resolver404, resolve
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from governance.access.services import accounts_for, can
from governance.face.rules import GROUPS, ROOMS, Room


@cache
def address_exists(path: str) -> bool:
    """Whether a page answers there; addresses do not change while the site runs."""
    try:
        resolve(path)
    except Resolver404:
        return False
    return True


def may_enter(user: Any, room: Room) -> bool:
    """Whether the person holds one of the room's rights, company-wide or on any account (R-001)."""
    return not room.rights or any(
        accounts_for(user, right) if right.startswith("accounts.") else can(user, right) for right in room.rights
    )


def navigation(user: Any, path: str) -> SafeString:
    """The list of rooms that the person may enter, the row of the present page marked; nobody enters none."""
    known = ROOMS if user is not None and user.is_authenticated else ()
    rooms = tuple(room.path for room in known if address_exists(room.path) and may_enter(user, room))
    here = max((room for room in rooms if path.startswith(room)), key=len, default="")
    if here == "/" != path:
        here = ""
    return drawn(rooms, here, get_language())


@lru_cache(maxsize=1000)
def drawn(paths: tuple[str, ...], here: str, language: str | None) -> SafeString:
    """Headings with their rows; people with the same rights share it, room by room and language by language."""
    rooms = [room for room in ROOMS if room.path in paths]
    groups = [(group.label, [(room, room.path == here) for room in rooms if room.group == group.code])
              for group in GROUPS]  # fmt: skip
    return render_to_string("ui/_navigation.html", {"groups": [(label, rows) for label, rows in groups if rows]})

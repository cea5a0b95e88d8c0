"""Which navigation rows one person sees."""

from __future__ import annotations

from functools import cache
from typing import Any

from django.urls import Resolver404, resolve

from governance.access.services import accounts_for, can
from governance.face.rules import GROUPS, ROOMS, Room, Text


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


def navigation(user: Any, path: str) -> list[tuple[Text, list[tuple[Room, bool]]]]:
    """Headings with their rows, the row of the present page marked."""
    if not user.is_authenticated:
        return []
    rooms = [room for room in ROOMS if address_exists(room.path) and may_enter(user, room)]
    here = max((room.path for room in rooms if path.startswith(room.path)), key=len, default="")
    if here == "/" != path:
        here = ""
    rows = [(group.label, [(room, room.path == here) for room in rooms if room.group == group.code])
            for group in GROUPS]  # fmt: skip
    return [(label, found) for label, found in rows if found]

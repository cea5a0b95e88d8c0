"""Where a right holds, as a notice keeps it and says it: the accounts by name, or the company."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accounts.platforms.models import PlatformAccount


def kept_places(accounts: Iterable[PlatformAccount | None]) -> dict[str, Any]:
    """What a notice keeps: handles, and names in both languages, so that reading it asks for no account."""
    rows = [row for row in accounts if row is not None]
    return {"accounts": [row.handle for row in rows], "places": [[row.name_zh, row.name_en] for row in rows]}


def told_places(params: Mapping[str, Any], language: str) -> str:
    """The accounts in words; by their handles in a notice of before, the company where there is none."""
    english = language == "en"
    names = [pair[english] for pair in params.get("places", ())] or params.get("accounts", ())
    return (", " if english else "、").join(names) or ("the company" if english else "全公司")

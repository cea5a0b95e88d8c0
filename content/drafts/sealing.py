"""What a submission freezes, and the hash that every signature covers (R-030, R-034)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.drafts.models import Draft, DraftAsset


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat() if value else ""


def sealed_content(draft: Draft, *, handles: Iterable[str], assets: Iterable[DraftAsset]) -> dict[str, Any]:
    """Everything that the signatures answer for, as plain data."""
    return {
        "title": draft.title,
        "body": draft.body,
        "hashtags": list(draft.hashtags),
        "content_type": draft.content_type,
        "medium": draft.medium,
        "ai_declared": draft.ai_declared,
        "ad_declared": draft.ad_declared,
        "flags": sorted(draft.flags),
        "units": sorted(draft.units),
        "claims": [{"text": claim["text"], "source": claim["source"]} for claim in draft.claims],
        "accounts": sorted(handles),
        "media": [{"id": row.asset_id, "sha256": row.asset.sha256, "alt": row.alt} for row in assets],
        "window": [_moment(draft.window_start), _moment(draft.window_end)],
    }


def digest(sealed: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(title: str, body: str, hashtags: Iterable[str]) -> str:
    """Title, text and hashtags as one text: what the linter reads and what the published text is compared with."""
    tags = " ".join(f"#{tag}" for tag in hashtags)
    return "\n".join(part for part in (title, body, tags) if part)

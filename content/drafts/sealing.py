"""What a submission freezes, and the hash that every signature covers (R-030, R-034)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from content.drafts.models import Draft, DraftAsset


# The shape of what is sealed. A version keeps the one that it was signed in, so that its hash holds for ever:
# 1 knew no covers; 2 says its number, and seals the cover chosen for a video.
FORMAT = 2


def format_of(sealed: Mapping[str, Any]) -> int:
    """In which shape a version was sealed."""
    return int(sealed.get("format", 1))


def _moment(value: datetime | None) -> str:
    return value.astimezone(UTC).isoformat() if value else ""


def _file(row: DraftAsset, shape: int) -> dict[str, Any]:
    """A file as the signatures answer for it, with the cover that somebody chose for it."""
    sealed: dict[str, Any] = {"id": row.asset_id, "sha256": row.asset.sha256, "alt": row.alt}
    if shape >= 2 and row.asset.cover:
        sealed["cover"] = {"sha256": row.asset.cover_sha256, "moment_ms": row.asset.cover_ms}
    return sealed


def sealed_content(
    draft: Draft, *, handles: Iterable[str], assets: Iterable[DraftAsset], shape: int = FORMAT
) -> dict[str, Any]:
    """Everything that the signatures answer for, as plain data, in the shape of today or of an older version."""
    sealed = {
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
        "media": [_file(row, shape) for row in assets],
        "window": [_moment(draft.window_start), _moment(draft.window_end)],
        **({"format": shape} if shape >= 2 else {}),
        # Left out where there is none, so that what was sealed before events were asked for keeps its hash.
        **({"event": _moment(draft.event_at)} if draft.event_at else {}),
    }
    # Drafts from before it was asked say nothing about it, and keep the hash that was signed.
    if draft.originality:
        sealed["originality"] = {"said": draft.originality, "material": draft.outside_material}
    return sealed


def digest(sealed: dict[str, Any]) -> str:
    """SHA-256 over the canonical JSON: sorted keys, no spaces, UTF-8."""
    text = json.dumps(sealed, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def text_of(title: str, body: str, hashtags: Iterable[str]) -> str:
    """Title, text and hashtags as one text: what the linter reads and what the published text is compared with."""
    tags = " ".join(f"#{tag}" for tag in hashtags)
    return "\n".join(part for part in (title, body, tags) if part)

"""What a comment points at: checked against the frozen version, and found again in a later one (R-033)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from django.utils.translation import gettext as _

from content.comments.rules import ASSET, BODY, POST, QUOTE_LIMIT, TITLE, UNITS_LIMIT, WHOLE, WORDS
from content.drafts.diff import SENTENCES
from governance.public import Refused

if TYPE_CHECKING:
    from content.comments.models import CommentThread
    from content.media.models import MediaAsset

Sealed = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Anchor:
    """Where somebody points: characters of the title or text, a file, thousandths of a picture, milliseconds."""

    part: str = POST
    start: int | None = None
    end: int | None = None
    asset: MediaAsset | None = None
    region: tuple[int, int, int, int] | None = None
    moment_ms: int | None = None


class Unit(NamedTuple):
    """One place of a text that a page offers to comment on."""

    part: str
    start: int
    end: int
    text: str

    @property
    def value(self) -> str:
        """As a form sends it."""
        return f"{self.part}:{self.start}-{self.end}"


def units_of(sealed: Sealed) -> list[Unit]:
    """The title, and the text sentence by sentence; where there are too many, neighbours are joined."""
    title, body = str(sealed["title"]), str(sealed["body"])
    spans = [(found.start(), found.end()) for found in SENTENCES.finditer(body) if found.group().strip()]
    step = max(1, -(-len(spans) // UNITS_LIMIT))
    joined = [(spans[place][0], spans[min(place + step, len(spans)) - 1][1]) for place in range(0, len(spans), step)]
    rows = [Unit(BODY, start, end, body[start:end]) for start, end in joined]
    return [Unit(TITLE, 0, len(title), title), *rows] if title else rows


def columns_of(anchor: Anchor, sealed: Sealed) -> dict[str, Any]:
    """The columns of a thread at this anchor. Raises Refused where the version holds no such place."""
    gone = Refused(_("This place is not in the version under review. Load the page again and choose it anew."),
                   field="anchor")  # fmt: skip
    if anchor.part in WORDS:
        text = str(sealed[anchor.part])
        start, end = anchor.start, anchor.end
        if start is None or end is None or not 0 <= start < end <= len(text):
            raise gone
        return {"part": anchor.part, "start": start, "end": end, "quote": text[start:end][:QUOTE_LIMIT]}
    if anchor.part == POST:
        return {"part": POST}
    asset = anchor.asset
    if anchor.part != ASSET or asset is None or asset.pk not in {row["id"] for row in sealed["media"]}:
        raise gone
    columns: dict[str, Any] = {"part": ASSET, "asset": asset}
    if anchor.region is not None:
        left, top, width, height = anchor.region
        inside = min(left, top) >= 0 and min(width, height) > 0 and max(left + width, top + height) <= WHOLE
        if asset.kind == "audio" or not inside:
            raise Refused(_("This region lies outside the picture. Please mark it again."), field="left")
        columns |= {"left": left, "top": top, "width": width, "height": height}
    if anchor.moment_ms is not None:
        if not asset.duration_ms or not 0 <= anchor.moment_ms <= asset.duration_ms:
            raise Refused(_("This file is not that long. Please choose a second inside it."), field="second")
        columns["moment_ms"] = anchor.moment_ms
    return columns


def place_in(thread: CommentThread, sealed: Sealed) -> tuple[int, int] | None:
    """Where the words of a thread stand in a later version: the same words nearest to where they stood, or None."""
    if thread.part not in WORDS or thread.start is None or thread.end is None:
        return None
    text, quote = str(sealed[thread.part]), thread.quote
    if text[thread.start : thread.end][:QUOTE_LIMIT] == quote:
        return thread.start, thread.end
    after, before = text.find(quote, thread.start), text.rfind(quote, 0, thread.start + len(quote))
    found = min((place for place in (before, after) if place >= 0), key=lambda place: abs(place - (thread.start or 0)),
                default=None)  # fmt: skip
    return None if found is None else (found, found + len(quote))


def stands_in(thread: CommentThread, sealed: Sealed) -> bool:
    """Whether what the thread points at is still part of that version."""
    if thread.part in WORDS:
        return place_in(thread, sealed) is not None
    return thread.part == POST or thread.asset_id in {row["id"] for row in sealed["media"]}

"""Is what stands on the platform what was signed? Compared without regard to spaces and line ends (R-040)."""

from __future__ import annotations

import re
import unicodedata

from content.drafts.models import DraftVersion
from content.drafts.sealing import text_of
from governance.public import Refused


class TextDiffers(Refused):
    """What stands on the platform is not what was signed; whoever records it must say that they saw it."""


def _bare(text: str) -> str:
    """Compatibility forms joined, spaces and line ends dropped: platforms change those by themselves."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def matches(version: DraftVersion, published: str) -> bool | None:
    """Whether the published text is the sealed one, with or without title and hashtags; None if none was given."""
    if not published.strip():
        return None
    seen = _bare(published)
    tagged = text_of("", version.body, version.hashtags)
    titled = text_of(version.title, version.body, [])
    whole = text_of(version.title, version.body, version.hashtags)
    return seen in {_bare(text) for text in (version.body, tagged, titled, whole) if text}

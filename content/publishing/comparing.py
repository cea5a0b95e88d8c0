"""Is what stands on the platform what was signed? Compared without regard to spaces and line ends (R-040)."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy

from content.corrections.models import Correction
from content.drafts.models import DraftVersion
from content.drafts.sealing import text_of
from content.linter.labels import circumstances_of, loses_label
from governance.public import Refused

if TYPE_CHECKING:
    from accounts.public import PlatformAccount
    from content.publishing.models import Publication


class TextDiffers(Refused):
    """What stands on the platform is not what was signed; whoever records it must say that they saw it."""


DIFFERS = gettext_lazy("This text is not the one that was signed. Correct the post, or confirm the difference.")


def _bare(text: str) -> str:
    """Compatibility forms joined, spaces and line ends dropped: platforms change those by themselves."""
    return re.sub(r"\s+", "", unicodedata.normalize("NFKC", text))


def same_words(text: str, other: str) -> bool:
    """Whether two texts are one, but for what platforms change by themselves."""
    return _bare(text) == _bare(other)


def matches(version: DraftVersion, published: str, account: PlatformAccount, at: datetime) -> bool | None:
    """Whether the published text is the sealed one, with or without title and hashtags; None if none was given.

    A title or hashtag that carries a label or notice which a post on this account must show at that moment may not be
    left out (L-12, I-01, V-01).
    """
    if not published.strip():
        return None
    seen = _bare(published)
    tagged = text_of("", version.body, version.hashtags)
    titled = text_of(version.title, version.body, [])
    whole = text_of(version.title, version.body, version.hashtags)
    forms = [text for text in (version.body, tagged, titled, whole) if text and seen == _bare(text)]
    context = circumstances_of(version.sealed, account, at)
    return any(not loses_label(whole, text, context) for text in forms)


def newest_correction(publication: Publication) -> Correction | None:
    """The correction whose text must stand, where one was carried out."""
    return Correction.objects.filter(publication=publication).done().order_by("-corrected_at", "-pk").first()


def matches_approved(publication: Publication, published: str) -> bool | None:
    """As `matches`, against the newest correction where there is one: that was agreed to last."""
    correction = newest_correction(publication)
    if correction is None:
        return matches(publication.version, published, publication.account, publication.published_at)
    return same_words(published, correction.corrected_text) if published.strip() else None


def standing_text(publication: Publication) -> str:
    """What stands on the platform: as it was recorded, else as it was signed."""
    version = publication.version
    return publication.published_text or text_of("", version.body, version.hashtags)

"""What every interface can do for a sealed post, and what it is given (R-040)."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

import nh3
from django.utils.translation import gettext as _

from content.connectors.outcomes import Posted, Rejected, Unclear
from content.connectors.rules import FILE_BYTES
from content.drafts.models import DraftVersion
from content.drafts.sealing import text_of

if TYPE_CHECKING:
    from content.media.models import MediaAsset

NUMBER_LIMIT, URL_LIMIT = 120, 500
BREAKS = re.compile(r"<(?:br\s*/?|/p|/div)>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class SealedFile:
    """A file of the version, and the hash under which it was signed."""

    asset: MediaAsset
    sha256: str
    alt: str
    _kept: list[bytes] = field(default_factory=list, compare=False, repr=False)

    def read(self) -> bytes:
        """Its bytes, read once; raises Rejected where they are not those that were signed."""
        if self._kept:
            return self._kept[0]
        with self.asset.file.open("rb") as file:
            data: bytes = file.read(FILE_BYTES + 1)
        if len(data) > FILE_BYTES or hashlib.sha256(data).hexdigest() != self.sha256:
            raise Rejected(_("A file is not the one that was signed, or too large."))
        self._kept.append(data)
        return data


@dataclass(frozen=True, slots=True)
class SealedPost:
    """The version that was signed, as the interface gets it: nothing of it is written anew."""

    sha256: str
    handle: str
    title: str
    body: str
    hashtags: tuple[str, ...]
    files: tuple[SealedFile, ...] = ()

    @property
    def text(self) -> str:
        """Text with hashtags, for platforms without a title."""
        return text_of("", self.body, self.hashtags)

    @property
    def whole(self) -> str:
        """Title, text and hashtags."""
        return text_of(self.title, self.body, self.hashtags)


def sealed_post(version: DraftVersion, handle: str, files: Collection[SealedFile] = ()) -> SealedPost:
    """The sealed version for one account."""
    return SealedPost(
        version.sha256, handle, version.title, version.body, tuple(version.hashtags), tuple(files)
    )  # fmt: skip


class Connector(Protocol):
    """An interface that publishes, looks up and takes down; each call raises Limited, Rejected or Unclear."""

    def publish(self, post: SealedPost, key: str) -> Posted:
        """Publish under an idempotency key: the same key twice is one post where the platform can tell."""

    def find(self, post: SealedPost, key: str, *, since: datetime, known: Collection[str]) -> Posted | None:
        """The post of an earlier try with this key, or None; `known` are numbers of other posts."""

    def withdraw(self, external_id: str) -> None:
        """Take the post down; one that is gone already is taken down."""


def posted(facts: Any, url: str, text: str = "") -> Posted:
    """The post that an answer tells of; raises Unclear where number or address is missing or is none."""
    number = str(facts.get("id") or "") if isinstance(facts, dict) else ""
    address = str(facts.get(url) or "") if number else ""
    if not number or len(number) > NUMBER_LIMIT or len(address) > URL_LIMIT:
        raise Unclear(_("The answer names no post."))
    if not address.startswith(("https://", "http://")):
        raise Unclear(_("The answer names no address of the post."))
    return Posted(number, address, text)


def plain(markup: str) -> str:
    """What a reader sees of a piece of HTML, for the comparison with the sealed text."""
    return html.unescape(nh3.clean(BREAKS.sub("\n", markup), tags=set())).strip()


def same(text: str, other: str) -> bool:
    """Whether two texts are one but for spaces and line ends."""
    return "".join(text.split()) == "".join(other.split())

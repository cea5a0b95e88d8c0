"""What came of a try, in four words: posted, limited, rejected, or nobody knows."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta


@dataclass(frozen=True, slots=True)
class Posted:
    """It stands: its number and address on the platform, and its text there where the platform tells it."""

    external_id: str
    url: str
    text: str = ""


class NotPosted(Exception):
    """The try brought no post; `words` is kept with the row and shown to the publisher, so no secret is in it."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Limited(NotPosted):
    """The other side took nothing and names a wait."""

    def __init__(self, words: str, wait: timedelta) -> None:
        super().__init__(words)
        self.wait = wait


class Rejected(NotPosted):
    """The other side took nothing and will not take it next time either: token, text, address."""


class Unclear(NotPosted):
    """No answer, or none that can be read: the post may stand or not, and is looked up before the next try."""

"""The bar on top of every page: what everybody must know now, a crisis above all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from governance.refusals.exceptions import Sentence


@dataclass(frozen=True, slots=True)
class Banner:
    """One sentence, and where to read on."""

    text: Sentence
    url: str = ""
    link: Sentence = ""
    icon: str = "alert"


Teller = Callable[[Any], Banner | None]
_tellers: dict[str, Teller] = {}


def register_banner(code: str, tell: Teller) -> None:
    """Add a teller: `tell(user)` gives the banner that this person is to see now, or None. One query at most."""
    _tellers[code] = tell


def banners_for(user: Any) -> list[Banner]:
    """What this person is to see now."""
    return [banner for tell in _tellers.values() if (banner := tell(user)) is not None]

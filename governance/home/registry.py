"""The cards of the Today page: each floor brings its own in `<app>/cards.py`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from governance.refusals.exceptions import Sentence


@dataclass(frozen=True, slots=True)
class CardItem:
    """One thing that waits for a person. A deadline shows its clock, a bare `due_at` the moment alone."""

    title: str
    url: str
    due_at: datetime | None = None
    note: Sentence = ""
    account: Any = None
    deadline: Any = None


@dataclass(frozen=True, slots=True)
class Card:
    """What one room has waiting for a person, and where all of it is."""

    items: list[CardItem] = field(default_factory=list)
    more_url: str = ""


Filler = Callable[[Any, datetime], Card | None]


@dataclass(frozen=True, slots=True)
class Registered:
    """A card's code, title, place and the function that fills it."""

    code: str
    title: Sentence
    order: int
    fill: Filler


_cards: dict[str, Registered] = {}


def card(code: str, *, title: Sentence, order: int = 50) -> Callable[[Filler], Filler]:
    """Register a card of the Today page: `fill(user, now) -> Card`."""

    def register(fill: Filler) -> Filler:
        _cards[code] = Registered(code, title, order, fill)
        return fill

    return register


def cards() -> list[Registered]:
    """All cards in their order."""
    return sorted(_cards.values(), key=lambda row: (row.order, row.code))

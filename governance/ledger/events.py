"""Ledger events and their words: a row per event, registered by the room that writes it."""

from __future__ import annotations

from collections.abc import Mapping

from governance.refusals.exceptions import Sentence

_events: dict[str, Sentence] = {}


def register_events(events: Mapping[str, Sentence]) -> None:
    """Make event names known with their words ("submitted a draft for review")."""
    _events.update(events)


def words_for(event: str) -> Sentence:
    """What the ledger page says for an event; the bare name where nobody registered words."""
    return _events.get(event, event)


def events() -> dict[str, Sentence]:
    """All known events."""
    return dict(_events)

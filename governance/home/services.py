"""Collects what waits for one person, from all floors, by due time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from django.db import DatabaseError
from django.utils import timezone

from governance.access.services import accounts_for, can
from governance.face.navigation import address_exists
from governance.home.registry import Card, CardItem, Registered, cards
from governance.home.rules import FIRST_STEPS, ITEMS_PER_CARD, SHOWN, FirstStep

logger = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Waiting:
    """One row of the Today page."""

    item: CardItem
    card: Registered
    late: bool


@dataclass(frozen=True, slots=True)
class Day:
    """The Today page: rows by due time, cards with their counts, and cards that could not be filled."""

    rows: list[Waiting]
    cards: list[tuple[Registered, Card]]
    failed: list[Registered]


def moment_of(item: CardItem) -> datetime | None:
    """When the item is due."""
    return item.deadline.due_at if item.deadline is not None else item.due_at


def day_of(user: Any, now: datetime | None = None, only: str = "") -> Day:
    """What waits for `user`, the most urgent first; a broken card says so and hides no other."""
    now = now or timezone.now()
    filled: list[tuple[Registered, Card]] = []
    failed: list[Registered] = []
    for row in cards():
        try:
            answer = row.fill(user, now)
        except DatabaseError:
            raise
        except Exception:
            logger.exception("card_failed", card=row.code)
            failed.append(row)
            continue
        if answer is not None and answer.items:
            filled.append((row, answer))
    rows = [
        Waiting(item, row, (due := moment_of(item)) is not None and due <= now)
        for row, answer in filled
        if only in ("", row.code)
        for item in answer.items[:ITEMS_PER_CARD]
    ]
    rows.sort(key=lambda row: (moment_of(row.item) is None, moment_of(row.item) or now, row.card.order))
    return Day(rows[:SHOWN], filled, failed)


def first_step(user: Any) -> FirstStep | None:
    """What somebody with nothing to do may begin with."""
    for step in FIRST_STEPS:
        held = (
            not step.right
            or (step.right.startswith("accounts.") and accounts_for(user, step.right))
            or (not step.right.startswith("accounts.") and can(user, step.right))
        )
        if held and address_exists(step.path):
            return step
    return None

"""The health of accounts at a glance: each room and floor adds a row of its own (R-003, R-004, R-009).

A row is told for many accounts at once, so that a list costs one statement for each row that stands in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.public import Sentence, steady

if TYPE_CHECKING:
    from accounts.people.models import User
    from accounts.platforms.models import PlatformAccount

GOOD, WARN, BAD, QUIET = "good", "warn", "bad", "neutral"
WORST_FIRST = (BAD, WARN, GOOD, QUIET)
ICONS = {GOOD: "check", WARN: "alert", BAD: "x", QUIET: "minus"}
TONES: dict[str, Sentence] = {
    GOOD: _("in order"), WARN: _("to be looked at"), BAD: _("needs action"), QUIET: _("nothing to tell"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Health:
    """How one thing stands on one account: colour, word, and where its records are, if this reader may look."""

    tone: str
    word: Sentence
    url: str = ""
    at: datetime | None = None

    @property
    def icon(self) -> str:
        """The drawing of the tone."""
        return ICONS[self.tone]


Tell = Callable[["Sequence[PlatformAccount]", "User", datetime], Mapping[int, Health]]


@dataclass(frozen=True, slots=True)
class HealthRow:
    """One row of an account's health, told for many accounts at once.

    `attention` gives the condition on accounts that need action by this row; such rows stand in the list too, and
    the list can be narrowed by them.
    """

    code: str
    label: Sentence
    tell: Tell
    order: int = 50
    attention: Callable[[datetime], Q] | None = field(default=None)


_rows: dict[str, HealthRow] = {}


def register_health(row: HealthRow) -> None:
    """Add a row to the health of every account."""
    _rows[row.code] = row


def health_rows() -> list[HealthRow]:
    """All rows in their order."""
    return sorted(_rows.values(), key=lambda row: (row.order, row.code))


def listed_rows() -> list[HealthRow]:
    """The rows that stand in the list of accounts."""
    return [row for row in health_rows() if row.attention is not None]


def health_of(
    accounts: Sequence[PlatformAccount], user: User, now: datetime, rows: Iterable[HealthRow] | None = None
) -> dict[int, list[tuple[HealthRow, Health]]]:
    """Per account each row and how it stands; rows that have nothing to say of an account are left out."""
    found: dict[int, list[tuple[HealthRow, Health]]] = {account.pk: [] for account in accounts}
    with steady():
        for row in health_rows() if rows is None else rows:
            for account_id, health in row.tell(accounts, user, now).items():
                found[account_id].append((row, health))
    return found


def worst_of(rows: Iterable[tuple[HealthRow, Health]]) -> Health:
    """The worst tone of these rows in words; good where nothing is to be done."""
    tones = {health.tone for _row, health in rows}
    tone = next((tone for tone in WORST_FIRST if tone in tones), QUIET)
    return Health(tone, TONES[tone])


def needing_action(now: datetime) -> Q:
    """Active accounts that need action by at least one row of the list."""
    found = Q(pk__in=[])
    for row in listed_rows():
        if row.attention is not None:
            found |= row.attention(now)
    return found & Q(status__in=("active", "suspended"))

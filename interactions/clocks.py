"""How long something on an account may take: every limit that holds, computed from one start; the earliest counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.public import PlatformAccount
from governance.public import DEFAULT_LADDER, Limit, clock_of, ladder_for, param

OWN_CALENDAR = "account"
# Limits whose reminders the rule book names itself: the limit's parameter and the one with the shares.
LADDERS = {
    "reply.ordinary": "reply.ladder",
    "reply.complex": "reply.ladder",
    "reply.holding": "reply.ladder",
}


@dataclass(frozen=True, slots=True)
class Timed:
    """A limit that was chosen, and when it ends; `spec()` is what a deadline is opened with."""

    due_at: datetime
    limit: dict[str, Any]
    calendar: str
    policy_version_id: int | None
    ladder: str = DEFAULT_LADDER

    def spec(self) -> dict[str, Any]:
        return {
            "limit": self.limit,
            "calendar": self.calendar,
            "policy_version_id": self.policy_version_id,
            "ladder": self.ladder,
        }


class AccountClocks:
    """The limits of one account under the rule books in force, each looked up once for any number of records.

    Rule books that bind together may count on different clocks ("24 h" against "1 working day"), so each
    limit is computed from the start at hand and the earliest is taken (chapter 4).
    """

    def __init__(self, account: PlatformAccount, at: datetime | None = None) -> None:
        self.account = account
        self.at = at
        calendar = str(param("clock.calendar", account=account, at=at).value)
        self.calendar = account.calendar if calendar == OWN_CALENDAR else calendar
        self._limits: dict[str, list[tuple[Limit, int | None]]] = {}
        self._ladders: dict[str, str] = {}

    def limits(self, name: str) -> list[tuple[Limit, int | None]]:
        """The different limits of a parameter, each with the edition that sets it."""
        if name not in self._limits:
            found: dict[Limit, int | None] = {}
            for part in param(name, account=self.account, at=self.at).took_part:
                found.setdefault(Limit.of(part.value), part.policy_version_id)
            self._limits[name] = list(found.items())
        return self._limits[name]

    def ladder(self, name: str) -> str:
        """The ladder by which a parameter's limit is rung."""
        if name not in LADDERS:
            return DEFAULT_LADDER
        shares = LADDERS[name]
        if shares not in self._ladders:
            self._ladders[shares] = ladder_for(param(shares, account=self.account, at=self.at).value)
        return self._ladders[shares]

    def timed(self, name: str, start: datetime) -> Timed:
        """When the parameter's limit ends for something that began at `start`."""
        clock, limits = clock_of(self.calendar), self.limits(name)
        due_at, place = min((clock.due(limit, start), place) for place, (limit, _id) in enumerate(limits))
        limit, version_id = limits[place]
        return Timed(due_at, limit.as_dict(), self.calendar, version_id, self.ladder(name))

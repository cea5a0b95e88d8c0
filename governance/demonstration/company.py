"""The demo company while it is being filled: its span of time, its dice, its people and accounts by name."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from accounts.models import Department, PlatformAccount, User

SHANGHAI = ZoneInfo("Asia/Shanghai")


@dataclass
class DemoCompany:
    """What every floor's demo.py gets: dates from `since` to `until`, deterministic dice, people and accounts.

    `scale` multiplies messages and figures. Each floor draws from `dice(name)`, so that one floor's change
    leaves the others' draws alone.
    """

    since: date
    until: date
    now: datetime
    scale: int = 1
    seed: int = 20260101
    people: dict[str, User] = field(default_factory=dict)
    departments: dict[str, Department] = field(default_factory=dict)
    accounts: dict[str, PlatformAccount] = field(default_factory=dict)
    # Brings in the files of the months that were closed by a moment: times of posts are proposed out of figures, and
    # figures are a floor above.
    bring_figures: Callable[[DemoCompany, datetime], None] = lambda _company, _moment: None
    figures_until: datetime | None = None

    def dice(self, name: str) -> random.Random:
        """Dice of their own for each subject."""
        return random.Random(f"{self.seed}:{name}")  # noqa: S311

    def at(self, day: date, hour: int = 9, minute: int = 0) -> datetime:
        """That day and hour in Shanghai."""
        return datetime.combine(day, time(hour, minute), SHANGHAI)

    def days(self, since: date | None = None, until: date | None = None) -> Iterator[date]:
        """Every day from `since` up to and including `until`."""
        day, last = since or self.since, until or self.until
        while day <= last:
            yield day
            day += timedelta(days=1)

    def in_role(self, role: str, account: PlatformAccount | None = None) -> list[User]:
        """People with that role, in the order of the table (on that account, where one is given)."""
        from governance.access.rules import ROLES_BY_CODE
        from governance.access.services import can
        from governance.demonstration.rules import COLLEAGUES, LOGINS

        held = [self.people[row.username] for row in (*LOGINS, *COLLEAGUES) if role in row.roles]
        rights = ROLES_BY_CODE[role].account
        if account is None or not rights:
            return held
        return [user for user in held if can(user, f"accounts.{rights[0]}", account)]

"""When something is due where several rule books bind an account: each limit on its own clock, the earliest wins."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from governance.policies.params import ParamValue, Part, param
from governance.worktime.explain import Due, due_for
from governance.worktime.rules import Limit

if TYPE_CHECKING:
    from accounts.models import PlatformAccount


@dataclass(frozen=True, slots=True)
class Reckoned:
    """One rule book's limit, reckoned on its calendar."""

    part: Part
    calendar: str
    due: Due


@dataclass(frozen=True, slots=True)
class EarliestDue:
    """The earliest of several; `limit`, `calendar` and `policy_version_id` go into `open_deadline`."""

    due: Due
    limit: Limit
    calendar: str
    pack: str
    clause: str | None
    policy_version_id: int | None
    took_part: tuple[Reckoned, ...]

    @property
    def due_at(self) -> datetime:
        """The moment."""
        return self.due.due_at


def earliest_due(name: str, *, account: PlatformAccount, start: datetime, calendar: str | None = None) -> EarliestDue:
    """When the limit `name` ends for this account, counted from `start` (R-060).

    A rule book says which calendar its limits run on: China's, or that of the account's market, for which
    `calendar` may stand in.
    """
    value: ParamValue = param(name, account=account, at=start)
    reckoned = []
    for part in value.took_part:
        code = str(param("clock.calendar", pack=part.pack, at=start).value)
        code = (calendar or account.calendar) if code == "account" else code
        reckoned.append(Reckoned(part, code, due_for(Limit.of(part.value), code, start)))
    first = min(reckoned, key=lambda row: row.due.due_at)
    return EarliestDue(
        first.due, Limit.of(first.part.value), first.calendar, first.part.pack, first.part.clause,
        first.part.policy_version_id, tuple(reckoned),
    )  # fmt: skip

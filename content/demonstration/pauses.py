"""The day on which the demo company held its overseas posts back, and let each go by another yes (R-030, R-077)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.public import PlatformAccount
from content.demonstration.diary import Story
from content.suspension.services import lift_suspension, suspend_publishing
from governance.public import DemoCompany

BACK, MARKET = timedelta(days=22), "US"
REASON = (
    "海外多地突发强风暴，暂停海外账号全部发布，待确认内容是否合适。"
    " / Storms abroad; posts are held until each is seen to fit."
)
NOTE = "逐条看过，可以恢复；涉及户外活动的改期。 / Looked at one by one; outdoor posts are moved."


@dataclass(frozen=True, slots=True)
class Pause:
    """Publishing suspended on the accounts of a market, from when to when."""

    accounts: tuple[PlatformAccount, ...]
    begins: datetime
    lifted: datetime

    def covers(self, account: PlatformAccount, moment: datetime) -> bool:
        """Whether nothing may go out there at that moment."""
        return account in self.accounts and self.begins <= moment < self.lifted

    def story(self, company: DemoCompany) -> Story:
        """Suspended by who manages the accounts, lifted the next day."""
        manager, known = company.people["overseas_head"], []
        begin = lambda at: known.append(suspend_publishing(self.accounts, actor=manager, reason=REASON, at=at))  # noqa: E731
        yield self.begins, begin
        yield self.lifted, lambda at: lift_suspension(known[0], actor=manager, note=NOTE, at=at)


def pause_of(company: DemoCompany) -> Pause:
    """Some three weeks back, from an afternoon to the next."""
    day = company.until - BACK
    accounts = tuple(row for row in company.accounts.values() if row.market == MARKET)
    return Pause(accounts, company.at(day, 14), company.at(day + timedelta(days=1), 16))

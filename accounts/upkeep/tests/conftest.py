"""An account with a publisher and a manager for the tests of upkeep."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import PlatformAccount, User
from accounts.upkeep.rules import PAGE_UPKEEP, PROFILE, PROFILE_CHECK
from governance.public import DutyRecord, file_duty, grant_role

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
GOOD = {row.name: "good" for row in PROFILE}
RENEWED = {"layout": "renewed", "functions": "kept", "templates": "kept", "what": "A banner", "done_on": "2026-06-02"}


@dataclass
class Kept:
    """The account, who publishes on it, who manages it."""

    account: PlatformAccount
    publisher: User
    manager: User

    def check(self, at: datetime = NOW, **rest: Any) -> DutyRecord:
        """The publisher checks the profile."""
        given: dict[str, Any] = {"actor": self.publisher, "values": GOOD, **rest}
        return file_duty(PROFILE_CHECK, account=self.account, at=at, **given)

    def renew(self, *, at: datetime = NOW, **values: Any) -> DutyRecord:
        """The publisher renews the page."""
        return file_duty(
            PAGE_UPKEEP, actor=self.publisher, account=self.account, values={**RENEWED, **values}, at=at
        )  # fmt: skip


@pytest.fixture
def kept(first_rows: None) -> Kept:
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active"
    )
    publisher, manager = (User.objects.create_user(name) for name in ("publisher", "manager"))
    grant_role(publisher, "publisher", accounts=[account], actor=None)
    grant_role(manager, "manager", accounts=[account], actor=None)
    fresh = {user.username: User.objects.get(pk=user.pk) for user in (publisher, manager)}
    return Kept(account, fresh["publisher"], fresh["manager"])

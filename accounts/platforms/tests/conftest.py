"""Two managers of accounts, one above the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from accounts.models import PlatformAccount, User
from accounts.platforms.rules import CLOSE_ACCOUNT
from accounts.platforms.services import move_account
from accounts.platforms.tests.factory import applied_account, opened_account
from governance.public import grant_role
from governance.sensitive.models import SensitiveOperation
from tests.agreeing import agreed


@dataclass
class House:
    """Who applies, who decides, and somebody without any right."""

    manager: User
    chief: User
    stranger: User

    def applied(self, **changes: Any) -> PlatformAccount:
        """An account that the manager applied for."""
        return applied_account(self.manager, **changes)

    def opened(self, **changes: Any) -> PlatformAccount:
        """An account to whose opening the chief agreed, managed by the manager."""
        account = opened_account(self.manager, self.chief, **changes)
        grant_role(self.manager, "manager", accounts=[account], actor=None)
        return account

    def may_close(self, account: PlatformAccount) -> SensitiveOperation:
        """The chief agrees that the manager closes the account."""
        return agreed(CLOSE_ACCOUNT, actor=self.manager, target=account, by=self.chief, at=timezone.now())

    def close(self, account: PlatformAccount, *, note: str = "Sold", keep_logins: str = "") -> PlatformAccount:
        """The manager closes the account with the yes of the chief."""
        self.may_close(account)
        return move_account(account, "close", actor=self.manager, note=note, keep_logins=keep_logins)


@pytest.fixture
def house(first_rows: None, settings: Any, tmp_path: Any) -> House:
    """The people; papers go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    chief = User.objects.create_user("chief")
    manager = User.objects.create_user("manager", superior=chief)
    grant_role(manager, "manager", actor=None)
    return House(manager, chief, User.objects.create_user("stranger"))

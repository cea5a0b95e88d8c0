"""Two managers of accounts, one above the other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from accounts.models import PlatformAccount, User
from accounts.platforms.tests.factory import applied_account, opened_account
from governance.public import grant_role


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


@pytest.fixture
def house(first_rows: None, settings: Any, tmp_path: Any) -> House:
    """The people; papers go to a folder of this test."""
    settings.MEDIA_ROOT = tmp_path
    chief = User.objects.create_user("chief")
    manager = User.objects.create_user("manager", superior=chief)
    grant_role(manager, "manager", actor=None)
    return House(manager, chief, User.objects.create_user("stranger"))

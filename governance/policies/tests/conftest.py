"""A company with bound accounts, for the tests of the rule books."""

from collections.abc import Callable
from datetime import UTC, datetime

import pytest
from django.contrib.auth import get_user_model

from accounts.public import Department, PlatformAccount
from governance.access.grants import grant_role
from governance.access.services import seed_roles
from governance.policies.loading import seed_policies
from governance.policies.services import bind_pack
from tests.seeding import sow

LONG_AGO = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)


@pytest.fixture
def books(db: None) -> None:
    """The delivered rule books, loaded."""
    sow(seed_roles, seed_policies)


@pytest.fixture
def make_account(books: None) -> Callable[..., PlatformAccount]:
    """Makes an account bound to the given rule books."""

    def make(handle: str, *packs: str, market: str = "CN", department: Department | None = None) -> PlatformAccount:
        account = PlatformAccount.objects.create(
            handle=handle, platform="douyin", name_zh="号", name_en=handle, status="active", market=market,
            calendar=market, department=department,
        )  # fmt: skip
        for pack in packs:
            bind_pack(pack, account=account, actor=None, at=LONG_AGO)
        return account

    return make


@pytest.fixture
def make_user(books: None) -> Callable[..., object]:
    """Makes somebody who joined long ago, with a role on accounts."""

    def make(name: str, role: str = "", *accounts: PlatformAccount) -> object:
        user = get_user_model().objects.create_user(name, date_joined=LONG_AGO)
        if role:
            grant_role(user, role, accounts=accounts, actor=None)
        return user

    return make

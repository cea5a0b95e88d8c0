"""A company in which somebody leaves: an administrator, a superior with two people, and an account with its login."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.custody.models import Credential
from accounts.custody.services import add_credential
from accounts.leaving.models import Departure, DepartureLine
from accounts.leaving.services import plan_departure
from accounts.models import Department, PlatformAccount, User
from governance.public import bind_pack, grant_role, today
from governance.seeds import seed
from tests.seeding import sow

# A Wednesday morning in Shanghai.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
STRONG = "Lampe-kiosk7+wolke_Turm"
# Everything that the company cannot be without, held by somebody who stays.
ROLES = ("admin", "manager", "legal", "first_reviewer", "final_reviewer")


@dataclass
class Company:
    """boss > chief > (anna, bert); admin manages people; keeper keeps logins too."""

    admin: User
    boss: User
    chief: User
    anna: User
    bert: User
    keeper: User
    account: PlatformAccount
    unit: Department

    def credential(self, custodian: User, login: str = "company@example.com") -> Credential:
        """A login of the account in somebody's custody."""
        return add_credential(
            actor=self.boss, account=self.account, kind="password", login=login, custodian=custodian,
            secret=STRONG, confirmed_at=NOW, at=NOW,
        )  # fmt: skip

    def leave(self, person: User | None = None, **extra: Any) -> Departure:
        """Anna leaves at once, or whoever is named."""
        values: dict[str, Any] = {"actor": self.admin, "leaves_on": today(NOW), "at": NOW, **extra}
        return plan_departure(person or self.anna, **values)

    def refreshed(self, user: User) -> User:
        """The person as a next request sees them."""
        return User.objects.get(pk=user.pk)


def handed(departure: Departure) -> dict[str, str | None]:
    """What went to whom, by kind of holding."""
    rows = DepartureLine.objects.filter(departure=departure).select_related("successor")
    return {row.holding: row.successor.username if row.successor else None for row in rows}


def found_company() -> None:
    """An account with its login, an administrator, a superior with two people."""
    unit = Department.objects.create(code="unit", name_zh="一部", name_en="Unit")
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active", department=unit
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - 400 * DAY)
    admin = User.objects.create_user("admin")
    boss = User.objects.create_user("boss", department=unit)
    for role in ROLES:
        grant_role(boss, role, accounts=[account] if role not in ("admin", "legal") else [], actor=None, at=NOW)
    grant_role(admin, "admin", actor=None, at=NOW)
    chief = User.objects.create_user("chief", department=unit, superior=boss)
    anna, _bert, keeper = (
        User.objects.create_user(name, department=unit, superior=chief) for name in ("anna", "bert", "keeper")
    )
    for person in (anna, keeper):
        grant_role(person, "custodian", accounts=[account], actor=None, at=NOW)


@pytest.fixture
def company(db: None) -> Company:
    sow(seed, found_company)
    people = {user.username: user for user in User.objects.select_related("department", "superior")}
    return Company(account=PlatformAccount.objects.get(), unit=Department.objects.get(), **people)

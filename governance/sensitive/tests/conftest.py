"""An account with two who manage it, a publisher, a reviewer and a chief above them all."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.public import Department, PlatformAccount, User
from governance.approvals.services import decide_approval
from governance.public import bind_pack, grant_role
from governance.seeds import seed
from governance.sensitive.models import SensitiveOperation
from governance.sensitive.services import ask_act, ask_operation, carry_out
from tests.qualifying import qualify
from tests.seeding import sow

# A Wednesday morning in Shanghai.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PROOF = "https://www.douyin.com/user/anhe"
CLOSE = "account_close"


@dataclass
class Desk:
    """The people by name, the account that they work on and another one."""

    people: dict[str, User]
    account: PlatformAccount
    other: PlatformAccount

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def ask(self, code: str = "profile_change", **changes: Any) -> SensitiveOperation:
        """The publisher asks for something on the platform."""
        values: dict[str, Any] = {
            "actor": self.publisher, "account": self.account, "title": "新头像", "what": "头像换成春季版",
            "reason": "春季活动", "at": NOW, **changes,
        }  # fmt: skip
        return ask_operation(code, **values)

    def ask_to_close(self, **changes: Any) -> SensitiveOperation:
        """The first who manages the account asks to close it."""
        values: dict[str, Any] = {
            "actor": self.manager,
            "target": self.account,
            "reason": "停用",
            "at": NOW,
            **changes,
        }
        return ask_act(CLOSE, **values)

    def agree(
        self, operation: SensitiveOperation, by: User | None = None, *, agree: bool = True, at: datetime = NOW
    ) -> SensitiveOperation:
        """Somebody decides; the second who manages the account unless another one is named."""
        assert operation.request is not None
        decide_approval(operation.request, actor=by or self.second, agree=agree, note="看过了", at=at)
        operation.refresh_from_db()
        return operation

    def done(self, operation: SensitiveOperation, **changes: Any) -> SensitiveOperation:
        """Who asked writes down that it is done."""
        values: dict[str, Any] = {"actor": operation.asked_by, "proof_url": PROOF, "at": NOW + HOUR, **changes}
        return carry_out(operation, **values)


def _account(handle: str) -> PlatformAccount:
    account = PlatformAccount.objects.create(
        handle=handle, platform="douyin", name_zh=handle, name_en=handle, status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - 400 * DAY)
    return account


def found_desk() -> None:
    """Two accounts under their rule book, and people with the roles they need."""
    account, other = _account("douyin-main"), _account("douyin-second")
    unit = Department.objects.create(code="brand", name_zh="品牌部", name_en="Brand")
    roles = {
        "chief": (), "manager": ("manager",), "second": ("manager",), "publisher": ("publisher",),
        "reviewer": ("first_reviewer",), "custodian": ("custodian",), "stranger": (),
    }  # fmt: skip
    people: dict[str, User] = {}
    for name, held in roles.items():
        people[name] = User.objects.create_user(name, superior=people.get("chief"), department=unit)
        for role in held:
            grant_role(people[name], role, accounts=[account, other], actor=None)
    qualify(people["reviewer"], by=people["chief"])


@pytest.fixture
def desk(db: None) -> Desk:
    sow(seed, found_desk)
    accounts = {account.handle: account for account in PlatformAccount.objects.all()}
    people = {user.username: user for user in User.objects.all()}
    return Desk(people, accounts["douyin-main"], accounts["douyin-second"])

"""A small company that answers messages, for the tests of this floor."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.public import Department, PlatformAccount, User
from governance.public import bind_pack, grant_role
from governance.seeds import seed_policies, seed_roles
from interactions.inbox.models import Message
from interactions.inbox.receiving import Incoming, receive_message
from tests.seeding import sow

LONG_AGO = datetime(2025, 3, 3, 2, 0, tzinfo=UTC)
# Monday 1 June 2026, 10:00 in Shanghai; a plain working week follows.
MONDAY = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)


@dataclass
class Company:
    """One account under the Kuaishou rule book, and the people around it."""

    account: PlatformAccount
    product: Department
    agent: User
    colleague: User
    supervisor: User
    head: User
    stranger: User
    auditor: User

    def message(self, text: str = "在吗？怎么买", *, at: datetime = MONDAY, number: str = "", **rest: Any) -> Message:
        """A message that comes in at `at`."""
        number = number or f"n{Message.objects.count() + 1}"
        values = {"channel": "comment", "author_id": f"u-{number}", "author": "小明", **rest}
        row = Incoming(external_id=number, text=text, posted_at=at, **values)
        return receive_message(self.account, row, actor=self.agent, at=at)


def found_company() -> None:
    """Two departments, an account under its rule book, and who answers on it."""
    service = Department.objects.create(code="service", name_zh="客服部", name_en="Service")
    product = Department.objects.create(code="product", name_zh="产品部", name_en="Product")
    account = PlatformAccount.objects.create(
        handle="kuaishou-main", platform="kuaishou", name_zh="快手号", name_en="Kuaishou", status="active",
        department=service,
    )  # fmt: skip
    bind_pack("kuaishou_health", account=account, actor=None, at=LONG_AGO)
    boss = User.objects.create_user("boss", department=service, display_name="周总")
    supervisor = User.objects.create_user("supervisor", department=service, superior=boss, display_name="高主管")
    agent = User.objects.create_user("agent", department=service, superior=supervisor, display_name="李晓雯")
    colleague = User.objects.create_user("colleague", department=service, superior=supervisor, display_name="孙甜甜")
    head = User.objects.create_user("head", department=product, superior=boss, display_name="方正平")
    User.objects.create_user("stranger", display_name="余飞")
    auditor = User.objects.create_user("auditor", display_name="严守正")
    Department.objects.filter(pk=service.pk).update(head=supervisor)
    Department.objects.filter(pk=product.pk).update(head=head)
    for person, role in ((agent, "agent"), (colleague, "agent"), (supervisor, "supervisor")):
        grant_role(person, role, accounts=[account], actor=None)
    grant_role(head, "department_head", actor=None)
    grant_role(auditor, "auditor", actor=None)


@pytest.fixture
def company(db: None) -> Company:
    sow(seed_roles, seed_policies, found_company)
    people = {user.username: user for user in User.objects.exclude(username="boss")}
    return Company(PlatformAccount.objects.get(), Department.objects.get(code="product"), **people)


@pytest.fixture
def bind(company: Company) -> Callable[..., PlatformAccount]:
    """Makes another account under the given rule books."""

    def make(handle: str, *packs: str, market: str = "CN") -> PlatformAccount:
        account = PlatformAccount.objects.create(
            handle=handle, platform="douyin", name_zh=handle, name_en=handle, status="active", market=market,
            calendar=market,
        )  # fmt: skip
        for pack in packs:
            bind_pack(pack, account=account, actor=None, at=LONG_AGO)
        grant_role(company.agent, "agent", accounts=[account], actor=None)
        return account

    return make

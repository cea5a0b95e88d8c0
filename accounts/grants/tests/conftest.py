"""A small company: two who manage people, a marketing department with its head, an account, somebody new."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.grants.asking import ask_grants, wishes_of
from accounts.models import Department, PlatformAccount, User
from governance.public import ApprovalRequest, bind_pack, decide_approval, grant_role
from governance.seeds import seed
from tests.seeding import sow

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


@dataclass
class Company:
    """The people by what they do, the account, and its department."""

    marketing: Department
    account: PlatformAccount
    chief: User
    head: User
    admin: User
    second_admin: User
    lin: User
    wang: User
    outsider: User

    def ask(self, person: User | None = None, role: str = "author", **changes: Any) -> ApprovalRequest:
        """The administrator asks for one role on the account for somebody, by default for Lin."""
        accounts = changes.pop("accounts", [self.account])
        values: dict[str, Any] = {"actor": self.admin, "reason": "Writes from June", "at": NOW, **changes}
        return ask_grants([person or self.lin], wishes_of([role], accounts), **values)[0]

    def agree(self, request: ApprovalRequest, actor: User | None = None, *, at: datetime = NOW) -> ApprovalRequest:
        """Whoever is asked first agrees."""
        decider = actor or request.deciders.order_by("pk")[0].person
        return decide_approval(request, actor=decider, agree=True, at=at)

    def given(self, person: User | None = None, role: str = "author", **changes: Any) -> ApprovalRequest:
        """Asked for and agreed to."""
        at = changes.get("at", NOW)
        return self.agree(self.ask(person, role, **changes), at=at)


def fresh(user: User) -> User:
    """The person as the next request has them."""
    return User.objects.get(pk=user.pk)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are compared in English."""
    with override("en"):
        yield


def found_company() -> None:
    """Two departments with their heads, an account, and nobody with a role on it."""
    people = {
        name: User.objects.create_user(name, display_name=name.title())
        for name in ("chief", "head", "admin", "second_admin", "lin", "wang", "outsider")
    }
    marketing = Department.objects.create(code="marketing", name_zh="市场部", name_en="Marketing", head=people["head"])
    office = Department.objects.create(code="office", name_zh="行政部", name_en="Office", head=people["chief"])
    for name in ("head", "lin", "wang"):
        User.objects.filter(username=name).update(department=marketing)
    User.objects.filter(username__in=("admin", "second_admin")).update(department=office, superior=people["chief"])
    User.objects.filter(username__in=("lin", "wang")).update(superior=people["head"])
    User.objects.filter(username="head").update(superior=people["chief"])
    for name in ("admin", "second_admin"):
        grant_role(people[name], "admin", actor=None, at=NOW - 30 * DAY)
    account = PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博", name_en="Weibo", status="active", department=marketing
    )
    bind_pack("self_media", account=account, actor=None, at=NOW - 400 * DAY)


@pytest.fixture
def company(db: None) -> Company:
    sow(seed, found_company)
    people = {user.username: user for user in User.objects.all()}
    return Company(Department.objects.get(code="marketing"), PlatformAccount.objects.get(), **people)

"""An account with two managers and people with roles for the tests of the review of rights."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.models import Department, PlatformAccount, RecertificationLine, RecertificationRound, User
from accounts.recertification.services import Decided, decide_lines, open_round
from governance.public import Grant, bind_pack, grant_role
from governance.seeds import seed
from tests.seeding import sow

# A Wednesday morning in Shanghai.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)
OPENED = NOW - 100 * DAY


@dataclass
class Office:
    """The account with its manager, the manager's superior, an author, an administrator, and a second manager."""

    account: PlatformAccount
    boss: User
    manager: User
    author: User
    admin: User

    def another(self, name: str, role: str = "", **fields: Any) -> User:
        """One more person, with a role on the account."""
        person = User.objects.create_user(name, language="en", **fields)
        if role:
            grant_role(person, role, accounts=[self.account], actor=None, at=OPENED)
        return person

    def open(self, **extra: Any) -> RecertificationRound:
        """A review of the account, opened by the sweep."""
        return open_round(self.account, actor=extra.pop("actor", None), at=extra.pop("at", NOW))

    def line(self, review: RecertificationRound, person: User, role: str | None = None) -> RecertificationLine:
        """The line of this person."""
        rows = review.lines.filter(person=person)
        return (rows.filter(role=role) if role else rows).get()

    def decide(self, review: RecertificationRound, decision: str, *people: User, **extra: Any) -> Decided:
        """The manager decides about the lines of these people."""
        lines = list(review.lines.filter(person__in=people).values_list("pk", flat=True))
        values: dict[str, Any] = {"actor": self.manager, "reason": "No work there", "at": NOW + DAY, **extra}
        return decide_lines(review, decision, lines, **values)

    def grant(self, person: User) -> Grant:
        """The newest grant of this person."""
        return Grant.objects.filter(person=person).latest("pk")


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The sentences are compared in English."""
    with override("en"):
        yield


def found_office() -> None:
    """Everything was opened and given a hundred days ago."""
    unit = Department.objects.create(code="unit", name_zh="一部", name_en="Unit")
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active",
        opened_on=date(2026, 2, 23),
    )  # fmt: skip
    bind_pack("douyin", account=account, actor=None, at=NOW - 400 * DAY)
    boss = User.objects.create_user("boss")
    manager = User.objects.create_user("manager", superior=boss, department=unit)
    author = User.objects.create_user("author", superior=manager, department=unit)
    admin = User.objects.create_user("admin", superior=boss)
    grant_role(manager, "manager", accounts=[account], actor=None, at=OPENED)
    grant_role(author, "author", accounts=[account], actor=None, at=OPENED)
    grant_role(admin, "admin", actor=None, at=OPENED)
    User.objects.update(language="en")


@pytest.fixture
def office(db: None) -> Office:
    """The account and its people."""
    sow(seed, found_office)
    fresh = {row.username: row for row in User.objects.select_related("superior")}
    return Office(PlatformAccount.objects.get(), fresh["boss"], fresh["manager"], fresh["author"], fresh["admin"])

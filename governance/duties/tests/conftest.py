"""A company with two accounts, a manager, people, and kinds of duties to try."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.utils.translation import override

from accounts.public import Department, PlatformAccount, User
from governance.access.grants import grant_role
from governance.duties import rules
from governance.duties.models import Duty, DutyRecord
from governance.duties.opening import sweep_duties
from governance.duties.rules import (
    BY_HEAD,
    BY_RIGHT,
    BY_SELF,
    COMPANY,
    IN_DEPARTMENT,
    ON_ACCOUNT,
    ON_PERSON,
    Doer,
    DutyKind,
    register_duty_kind,
)
from governance.duties.services import file_duty
from governance.particulars.rules import CHECK, LINES, YES, Particular

# A Wednesday morning in Shanghai.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Works:
    """boss > manager > (worker, helper); the account is the manager's; what `on_filed` heard."""

    people: dict[str, User]
    unit: Department
    account: PlatformAccount
    heard: list[int]

    def __getattr__(self, name: str) -> User:
        try:
            return self.people[name]
        except KeyError:
            raise AttributeError(name) from None

    def sweep(self, at: datetime = NOW) -> dict[str, int]:
        """One sweep of duties."""
        return sweep_duties(at)

    def duty(self, kind: str = "look", **where: Any) -> Duty:
        """The open duty of a kind."""
        return Duty.objects.open().get(kind=kind, **where)

    def file(self, kind: str = "look", at: datetime = NOW, **rest: Any) -> DutyRecord:
        """The manager writes down that the account was looked at."""
        given: dict[str, Any] = {
            "actor": self.manager, "account": self.account, "values": {"name": "good", "picture": "good"}, **rest,
        }  # fmt: skip
        return file_duty(kind, at=at, **given)

    def promise(self, person: User, at: datetime = NOW, **rest: Any) -> DutyRecord:
        """A person gives their own word."""
        return file_duty("word", actor=person, person=person, values={"agreed": True}, at=at, **rest)


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    """The sentences as they stand in the code."""
    with override("en"):
        yield


@pytest.fixture
def works(first_rows: None, monkeypatch: pytest.MonkeyPatch) -> Works:
    """The people, and kinds that live for one test."""
    unit = Department.objects.create(code="unit", name_zh="一部", name_en="Unit")
    people: dict[str, User] = {"boss": User.objects.create_user("boss", email="boss@example.com")}
    people["manager"] = User.objects.create_user("manager", superior=people["boss"], department=unit)
    for name in ("worker", "helper"):
        people[name] = User.objects.create_user(name, superior=people["manager"], department=unit)
    Department.objects.filter(pk=unit.pk).update(head=people["boss"])
    account = PlatformAccount.objects.create(
        handle="home", platform="douyin", name_zh="主号", name_en="Home", status="active", department=unit
    )
    grant_role(people["manager"], "manager", accounts=[account], actor=None)
    grant_role(people["helper"], "author", accounts=[account], actor=None)
    heard: list[int] = []
    monkeypatch.setattr(rules, "_kinds", {})
    active = PlatformAccount.objects.filter(status="active")
    checks = (Particular("name", "Name", CHECK), Particular("picture", "Picture", CHECK))
    managed = Doer(BY_RIGHT, "accounts.manage")
    for kind in (
        DutyKind("look", "Look", "profile.interval", ON_ACCOUNT, managed, checks, among=lambda at: active.all(),
                 on_filed=lambda record, actor, at: heard.append(record.pk)),
        DutyKind("word", "Word", "undertaking.interval", ON_PERSON, Doer(BY_SELF),
                 (Particular("agreed", "Agreed", YES),), personal=True),
        DutyKind("meet", "Meet", "profile.interval", IN_DEPARTMENT, Doer(BY_HEAD),
                 (Particular("decided", "Decided", LINES),)),
        DutyKind("watch", "Watch", "upkeep.interval", COMPANY, Doer(BY_RIGHT, "governance.manage_policies"),
                 (Particular("seen", "Seen", LINES),)),
    ):  # fmt: skip
        register_duty_kind(kind)
    fresh = {name: User.objects.get(pk=person.pk) for name, person in people.items()}
    return Works(fresh, Department.objects.get(pk=unit.pk), account, heard)

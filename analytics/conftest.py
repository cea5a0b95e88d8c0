"""A small company for the tests of this floor: two accounts with figures, and the people who work with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from accounts.public import Department, PlatformAccount, User
from analytics.metrics.catalogue import seed_metrics
from analytics.metrics.models import AccountDay, MetricDefinition, PlatformPost, PublicationDay
from analytics.metrics.months import next_month, refresh_months
from governance.public import bind_pack, grant_role
from governance.seeds import seed
from tests.seeding import sow

# A Wednesday morning in Shanghai; May is closed, its report is due on the fifth working day of June.
NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
MAY, APRIL = date(2026, 5, 1), date(2026, 4, 1)
ROLES = ("analyst", "manager", "department_head", "executive", "auditor", "agent")


@dataclass
class Office:
    """The people by role, and the two accounts."""

    people: dict[str, User]
    douyin: PlatformAccount
    weibo: PlatformAccount
    unit: Department

    def __getattr__(self, role: str) -> User:
        try:
            return self.people[role]
        except KeyError:
            raise AttributeError(role) from None

    def metric(self, code: str) -> MetricDefinition:
        """A known metric."""
        return MetricDefinition.objects.get(code=code)

    def month(self, account: PlatformAccount, month: date, **totals: float) -> None:
        """Daily figures that add up to these totals; a level stands at it on the last day."""
        days = [month + timedelta(days=i) for i in range((next_month(month) - month).days)]
        AccountDay.objects.filter(account=account, day__gte=month, day__lt=next_month(month)).delete()
        for code, amount in totals.items():
            metric = self.metric(code)
            whole = Decimal(str(amount))
            each = (whole / len(days)).quantize(Decimal(1)) if metric.aggregation == "sum" else whole
            values = [each] * len(days)
            if metric.aggregation == "sum":
                values[-1] = whole - each * (len(days) - 1)
            AccountDay.objects.bulk_create(
                AccountDay(account=account, day=day, metric=metric, value=value)
                for day, value in zip(days, values, strict=True)
            )
        refresh_months(account.pk, [month])

    def post(self, account: PlatformAccount, day: date, title: str, **figures: int) -> PlatformPost:
        """A post with its newest figures."""
        post = PlatformPost.objects.create(
            account=account, key=title, title=title, url=f"https://example.com/{title}", published_on=day,
            published_at=datetime(day.year, day.month, day.day, 4, tzinfo=UTC), first_seen_at=NOW,
        )  # fmt: skip
        values: Mapping[str, Any] = figures
        PublicationDay.objects.create(
            account=account, post=post, basis="lifetime", day=day + timedelta(days=2), latest=True, **values
        )  # fmt: skip
        refresh_months(account.pk, [day])
        return post


def found_office() -> None:
    """Two accounts under their rule books; one person per role."""
    unit = Department.objects.create(code="rnd", name_zh="研发部", name_en="Research")
    opened = {"status": "active", "opened_on": date(2024, 1, 1)}
    douyin = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", **opened
    )
    weibo = PlatformAccount.objects.create(
        handle="weibo-main", platform="weibo", name_zh="微博号", name_en="Weibo", **opened
    )
    bind_pack("douyin", account=douyin, actor=None, at=NOW - timedelta(days=700))
    bind_pack("self_media", account=weibo, actor=None, at=NOW - timedelta(days=700))
    people = {"stranger": User.objects.create_user("stranger")}
    for role in ROLES:
        people[role] = User.objects.create_user(role, department=unit)
        grant_role(people[role], role, accounts=[douyin, weibo], actor=None)


@pytest.fixture
def office(db: None, settings: Any, tmp_path: Any) -> Office:
    """Roles, rule books, calendars, metrics; two accounts; one person per role."""
    settings.MEDIA_ROOT = tmp_path
    sow(seed, seed_metrics, found_office)
    accounts = {account.handle: account for account in PlatformAccount.objects.all()}
    people = {user.username: user for user in User.objects.all()}
    return Office(people, accounts["douyin-main"], accounts["weibo-main"], Department.objects.get(code="rnd"))


@pytest.fixture
def fresh() -> Callable[[User], User]:
    """The same person at the next request: rights are read anew."""
    return lambda user: User.objects.get(pk=user.pk)

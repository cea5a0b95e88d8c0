"""A rule book with posts, two people who appoint, and two who are appointed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.models import PlatformAccount, Post, PostHolding, User
from accounts.posts.services import accept_sheet, appoint_to_post, list_posts, write_sheet
from governance.public import bind_pack, grant_role

NOW = datetime(2026, 6, 3, 2, 0, tzinfo=UTC)
DAY = timedelta(days=1)


@dataclass
class Staff:
    """manager and second appoint; anna and bert are appointed."""

    manager: User
    second: User
    anna: User
    bert: User
    account: PlatformAccount

    def post(self, code: str = "publisher") -> Post:
        """A post of the rule book."""
        return Post.objects.get(policy__code="douyin", code=code)

    def sheet(self, code: str = "publisher", text: str = "Publishes.", at: datetime = NOW) -> Any:
        """The manager writes a duty sheet."""
        return write_sheet(self.post(code), actor=self.manager, text_zh="发布。", text_en=text, at=at)

    def appointed(self, person: User | None = None, code: str = "publisher", **extra: Any) -> PostHolding:
        """The manager gives somebody the post."""
        values: dict[str, Any] = {"actor": self.manager, "person": person or self.anna, "at": NOW, **extra}
        return appoint_to_post(self.post(code), **values)

    def held(self, person: User | None = None, code: str = "publisher", **extra: Any) -> PostHolding:
        """A sheet, an appointment and its acceptance."""
        if not self.post(code).sheets.exists():
            self.sheet(code)
        holding = self.appointed(person, code, **extra)
        accept_sheet(holding, actor=person or self.anna, at=NOW)
        return holding


@pytest.fixture
def staff(first_rows: None) -> Staff:
    """The people, and the posts of the rule books."""
    people = {name: User.objects.create_user(name) for name in ("manager", "second", "anna", "bert")}
    account = PlatformAccount.objects.create(
        handle="douyin-main", platform="douyin", name_zh="抖音号", name_en="Douyin", status="active"
    )
    bind_pack("douyin", account=account, actor=None, at=NOW - 90 * DAY)
    for name in ("manager", "second"):
        grant_role(people[name], "manager", accounts=[account], actor=None)
    list_posts(at=NOW - DAY)
    fresh = {name: User.objects.get(pk=user.pk) for name, user in people.items()}
    return Staff(fresh["manager"], fresh["second"], fresh["anna"], fresh["bert"], account)

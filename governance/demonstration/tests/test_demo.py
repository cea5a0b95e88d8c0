"""The demo company: only on an empty database in DEBUG, and the same at every run."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from accounts.public import PlatformAccount, User
from governance.demonstration.rules import ACCOUNTS, PARTS
from governance.demonstration.services import FLOORS, fill_demo, read_old_notices
from governance.notices.models import Notice
from governance.refusals.exceptions import Refused

pytestmark = pytest.mark.django_db


def test_demo_is_refused_outside_debug(settings: Any) -> None:
    settings.DEBUG = False
    with pytest.raises(Refused, match="DEBUG"):
        fill_demo()
    assert not User.objects.exists()


def test_demo_is_refused_where_a_company_is(settings: Any) -> None:
    settings.DEBUG = True
    User.objects.create_user("somebody")
    with pytest.raises(Refused):
        fill_demo()
    assert PlatformAccount.objects.count() == 0


def test_notices_older_than_two_weeks_are_read_already() -> None:
    now, person = datetime(2026, 6, 1, 9, 0, tzinfo=UTC), User.objects.create_user("lin")
    for days in (1, 13, 15, 90):
        Notice.objects.create(
            recipient=person, template="x", key=f"told {days}", created_at=now - timedelta(days=days)
        )
    assert read_old_notices(now) == 2
    assert set(Notice.objects.unread().values_list("key", flat=True)) == {"told 1", "told 13"}


def test_the_thirteen_accounts_are_those_of_the_interface() -> None:
    assert [row.handle for row in ACCOUNTS] == [
        "douyin-main", "kuaishou-main", "wechat-main", "weibo-main", "toutiao-main", "xiaohongshu-main",
        "website-main", "youtube-main", "facebook-main", "instagram-main", "x-main", "tiktok-main", "linkedin-main",
    ]  # fmt: skip


def test_every_part_of_the_demo_says_what_it_fills() -> None:
    assert set(PARTS) == {*FLOORS, "board"}

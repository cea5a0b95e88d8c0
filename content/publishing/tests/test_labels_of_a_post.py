"""A label that stands in a hashtag or in the title is part of the post: without it, it is not what was signed."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from accounts.public import PlatformAccount
from content.conftest import NOW, House
from content.drafts.models import DraftVersion
from content.publishing.comparing import matches

pytestmark = pytest.mark.django_db
AD, AI = {"ad_declared": True}, {"ai_declared": True}


def version_of(house: House, **content: Any) -> DraftVersion:
    version = house.submitted(**content).current_version
    assert version is not None
    return version


@pytest.mark.parametrize(("declared", "label"), [(AD, "广告"), (AI, "AI生成")])
def test_a_tag_that_carries_the_label_may_not_be_left_out(house: House, declared: dict[str, bool], label: str) -> None:
    version = version_of(house, hashtags=[label], **declared)
    assert matches(version, version.body, house.account, NOW) is False
    assert matches(version, f"{version.title}\n{version.body}", house.account, NOW) is False
    assert matches(version, f"{version.body}\n#{label}", house.account, NOW) is True


def test_a_title_that_carries_the_label_may_not_be_left_out(house: House) -> None:
    version = version_of(house, title="广告：新品上市", **AD)
    assert matches(version, f"{version.body} #新品", house.account, NOW) is False
    assert matches(version, f"{version.title}\n{version.body}", house.account, NOW) is True


def test_what_no_rule_asks_for_may_be_left_out(house: House) -> None:
    version = version_of(house, hashtags=["广告"])
    assert matches(version, version.body, house.account, NOW) is True
    labelled = version_of(house, body="广告：欢迎到店体验。", hashtags=["广告"], **AD)
    assert matches(labelled, labelled.body, house.account, NOW) is True


@pytest.mark.parametrize(
    ("market", "tag", "missed"),
    [("CN", "ad", False), ("US", "ad", True), ("CN", "广告", True), ("US", "广告", True)],
)  # fmt: skip
def test_each_market_asks_for_its_own_labels(house: House, market: str, tag: str, missed: bool) -> None:
    version = version_of(house)
    version.sealed = {**version.sealed, "hashtags": [tag], **AD}
    account = PlatformAccount(pk=house.account.pk, platform="weibo", market=market)
    assert matches(version, version.body, account, NOW) is not missed


def test_a_label_is_asked_for_from_the_day_on_which_its_rule_holds(house: House) -> None:
    version = version_of(house, hashtags=["AI生成"], **AI)
    before = datetime(2025, 8, 1, tzinfo=UTC)
    assert matches(version, version.body, house.account, before) is True
    assert matches(version, version.body, house.account, NOW) is False

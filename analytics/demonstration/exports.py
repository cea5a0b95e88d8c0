"""Writes the files that the demo company's analysts download: posts for every platform, days for some."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from random import Random

from accounts.public import PlatformAccount
from content.public import Publication
from governance.public import DemoCompany

POST_HEAD = ("platform", "account", "post_id", "published_at", "title", "views", "likes", "comments", "shares")
# How many people a platform brings to one post, roughly.
REACH = {"douyin": 9000, "kuaishou": 6500, "wechat": 2600, "weibo": 4200, "toutiao": 5200, "xiaohongshu": 3600}
REACH_ELSEWHERE = 1500


def reach_of(account: PlatformAccount) -> int:
    """Views of an average post of the account."""
    return REACH.get(account.platform, REACH_ELSEWHERE)


def posts_file(
    path: Path, company: DemoCompany, account: PlatformAccount, posts: Iterable[Publication], moment: datetime
) -> None:
    """A generic export: every post with its figures as they stood at `moment`, growing with its age."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(POST_HEAD)
        for post in posts:
            dice = company.dice(f"figures:{account.handle}:{post.external_id}")
            age = max(0.0, (moment - post.published_at) / timedelta(days=1))
            views = int(reach_of(account) * dice.lognormvariate(0, 0.45) * (1 - math.exp(-age / 3)) * company.scale)
            likes = int(views * dice.uniform(0.02, 0.06))
            row = (post.external_id, post.published_at.isoformat(timespec="seconds"), post.title)
            figures = (views, likes, int(likes * dice.uniform(0.05, 0.2)), int(likes * dice.uniform(0.1, 0.3)))
            writer.writerow([account.platform, account.handle, *row, *figures])


def days_file(path: Path, head: Sequence[str], days: Iterable[date], row: object, dice: Random) -> None:
    """A daily export: one line a day, its figures by `row(day, dice)`."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(head)
        writer.writerows(row(day, dice) for day in days)  # type: ignore[operator]


def season(day: date) -> float:
    """A week with quiet Mondays and busy weekends, on a slow rise through the year."""
    return (1 + 0.25 * math.sin(day.toordinal() / 58)) * (0.85, 0.9, 1.0, 1.0, 1.05, 1.2, 1.15)[day.weekday()]

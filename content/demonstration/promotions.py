"""The demo company's paid promotions: budget agreed, label seen, money spent, result written (R-049)."""

# One promotion a row.  # ruff: noqa: E501

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import partial

from accounts.public import User
from content.demonstration.diary import Story
from content.promotions.models import Promotion
from content.promotions.services import (
    ask_budget,
    finish_promotion,
    plan_promotion,
    record_spend,
    see_label,
    start_promotion,
    write_result,
)
from governance.public import DemoCompany, decide_approval


@dataclass(frozen=True, slots=True)
class DemoPromotion:
    """A promotion; days count from the company's last day, `agreed` is the answer to its budget."""

    account: str
    title: str
    form: str
    plan: str
    reason: str
    budget: int
    label: str
    first: int
    days: int
    result: str = ""
    agreed: bool = True
    note: str = ""


PROMOTIONS = (
    DemoPromotion("douyin-main", "春季早餐系列加热", "feed", "给早餐系列的三条视频加热，触达本省关注健康饮食的人群，目标新增三百名粉丝。", "系列首播，需要第一批新读者", 3000, "platform", -300, 10, "新增粉丝三百四十一名，平均每名八元四角；第二条视频贡献过半。"),
    DemoPromotion("weibo-main", "旧瓶回收话题推广", "topic", "把旧瓶回收话题推到同城榜，带动寄回地址页的访问。", "回收点从三处增加到九处", 5000, "both", -210, 7, "话题阅读一百二十万，地址页访问增加四成，寄回量次月增加两成。"),
    DemoPromotion("wechat-main", "周年征文外部海报", "offline", "在三个社区文化站张贴征文海报两周。", "征文面向不常上网的老顾客", 1800, "text", -150, 14, "收到线下投稿二十六篇，占全部投稿三分之一。"),
    DemoPromotion("facebook-main", "Label reading series", "feed", "Reach people who follow food label topics in two states with the first two parts.", "The first series in English", 600, "platform", -95, 9, "Reached 41,000 people; the second part was saved twice as often as the first."),
    DemoPromotion("douyin-main", "布袋试用达人合作", "creator", "请社区骑行队试用布袋两周并如实发布，发布前给我们核对事实。", "回收计划的布袋改了第二版", 2400, "both", -48, 12, "视频播放二十一万，评论里对拉链的意见已转产品研发部。"),
    DemoPromotion("xiaohongshu-main", "厨房小景搜索投放", "search", "关键词“厨房收纳”“家常早餐”搜索投放，导向图文笔记。", "冬季笔记集中在厨房场景", 2000, "platform", -6, 12),
    DemoPromotion("kuaishou-main", "质检开放日直播预热", "feed", "直播前三天给预告视频加热。", "直播时段竞争激烈", 8000, "platform", -30, 4, "", False, "预算偏高，先用自然流量试一次，效果好再申请。"),
    DemoPromotion("instagram-main", "Steel cup creator week", "creator", "Three creators show how the cup travels; all say that they are paid.", "Holiday season", 900, "both", 12, 8),
)  # fmt: skip


def promotion_story(company: DemoCompany, row: DemoPromotion) -> Story:
    """Planned and agreed to ten days ahead, spent on in three parts, summed up two days after the end."""
    account = company.accounts[row.account]
    author = company.in_role("author", account)[-1]
    first = company.until + timedelta(days=row.first)
    last = first + timedelta(days=row.days - 1)
    rows: list[Promotion] = []
    currency = "USD" if account.language == "en" else "CNY"

    def keep(row: Promotion) -> None:
        rows[:] = [row]

    yield company.at(first - timedelta(days=10), 10), lambda at: keep(plan_promotion(
        actor=author, account=account, title=row.title, form=row.form, plan=row.plan, budget=Decimal(row.budget),
        label=row.label, first_day=first, last_day=last, currency=currency, at=at,
    ))  # fmt: skip
    yield (
        company.at(first - timedelta(days=10), 11),
        lambda at: keep(ask_budget(rows[0], actor=author, reason=row.reason, at=at)),
    )
    yield company.at(first - timedelta(days=9), 10), lambda at: _decide(rows, row, at)
    if not row.agreed:
        return
    yield company.at(first, 9), lambda at: keep(see_label(rows[0], actor=author, at=at))
    yield company.at(first, 9, 30), lambda at: keep(start_promotion(rows[0], actor=author, at=at))
    for number, share in enumerate((Decimal("0.4"), Decimal("0.35"), Decimal("0.21"))):
        day = first + timedelta(days=number * (row.days - 1) // 2)
        spend = partial(_spend, rows, author, (Decimal(row.budget) * share).quantize(Decimal("0.01")), day)
        yield company.at(day, 18), spend
    yield (
        company.at(last + timedelta(days=2), 11),
        lambda at: keep(write_result(rows[0], actor=author, result=row.result, at=at)),
    )
    yield company.at(last + timedelta(days=2), 12), lambda at: keep(finish_promotion(rows[0], actor=author, at=at))


def _decide(rows: list[Promotion], row: DemoPromotion, at: datetime) -> None:
    request = rows[0].request
    decider = rows[0].author.superior
    assert request is not None and decider is not None  # noqa: PT018, S101 - asked the hour before, by an author
    decide_approval(request, actor=decider, agree=row.agreed, note=row.note, at=at)
    rows[0].refresh_from_db()


def _spend(rows: list[Promotion], author: User, amount: Decimal, day: date, at: datetime) -> None:
    record_spend(rows[0], actor=author, amount=amount, spent_on=day, at=at)
    rows[0].refresh_from_db()

"""The demo company's planning: strategies, years, quarters, months and weeks as its rule books want them.

Each plan is a list of steps with a time; steps that lie ahead of the company's now are left undone, so that the
coming periods are being written, wait, or are approved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.public import User
from content.period_plans.models import PeriodPlan
from content.period_plans.places import levels_of
from content.period_plans.rules import DAY, ROUNDS, STUDY, Level
from content.period_plans.services import approve_period_plan, cite_record, submit_period_plan, write_period_plan
from governance.public import DemoCompany, DutyRecord, file_duty, steady, today

# So many days before the last one studies and rounds were made; the first of all on the first day.
STUDIES = (414, 334, 254, 174, 94, 14)
ROUNDS_ASKED = {
    "staff": (398, 318, 238, 158, 78), "customers": (394, 314, 234, 154, 74), "partners": (406, 326, 246, 166, 86),
}  # fmt: skip
# Days before its period on which a plan is written, submitted and approved.
AHEAD = {
    "strategy": (40, 30, 25),
    "year": (30, 25, 20),
    "quarter": (24, 20, 16),
    "month": (16, 14, 12),
    "week": (10, 10, 10),
}


@dataclass(frozen=True)
class Planners:
    """Who writes the plans of a rule book, and who approves them by it."""

    writer: str
    approver: str
    topics: str


BOOKS = {
    "douyin": Planners("author", "manager", "产品科普、用户故事、节气养生"),
    "kuaishou_health": Planners("author_zhao", "manager", "健康知识、直播预告、使用方法"),
    "self_media": Planners("author", "executive", "品牌、产品、活动、行业资讯"),
    "overseas": Planners("author_leo", "overseas_head", "Ingredients, everyday wellness, customers' stories"),
}
DIRECTION = "以科普建立信任，以用户故事带出产品。 / Trust through knowledge; products through customers' stories."
AUDIENCE = "25 至 45 岁关注健康的家庭 / Families of 25 to 45 who care for their health"
AIMS = {
    "strategy": "三年内成为本品类最受信任的账号矩阵。 / The most trusted voice of our field in three years.",
    "year": "粉丝增长 30%，互动率 5%。 / 30% more followers, 5% engagement.",
    "quarter": "粉丝增长 8%，完成一次主题活动。 / 8% more followers, one campaign.",
    "month": "按频次发布，粉丝增长 2%。 / Post as often as planned, 2% more followers.",
    "week": "三条内容，一条视频。 / Three posts, one of them a video.",
}
BUDGETS = {"strategy": 900_000, "year": 300_000, "quarter": 70_000, "month": 20_000, "week": 4_000}
STUDIED: dict[str, Any] = {
    "method": "问卷与后台数据 / Survey and platform figures", "people_asked": 420,
    "sources": "粉丝群问卷、平台后台、行业报告 / Survey of fan groups, platform figures, trade reports",
    "findings": "短视频完播率高于图文；晚间七点至九点最活跃。 / Short videos are seen to the end more often than "
    "text; seven to nine in the evening is liveliest.",
}  # fmt: skip
ASKED: dict[str, Any] = {
    "method": "问卷与座谈 / Survey and talks", "people_asked": 36,
    "questions": "最想看到什么，什么不该发？ / What would you like to see, and what should not be posted?",
    "findings": "多讲原料与工艺，少用专业词。 / More on ingredients and making, fewer technical words.",
}  # fmt: skip
GROUP_WORDS = {
    "staff": "各部门同事 / Colleagues of every department", "customers": "会员与门店顾客 / Members and shop customers",
    "partners": "经销商与平台运营方 / Dealers and platform partners",
}  # fmt: skip
TYPES = ["product_intro", "health_knowledge", "company_news", "activity"]
LEVEL_WORDS = {"strategy": "战略", "year": "年度计划", "quarter": "季度计划", "month": "月度计划", "week": "周计划"}
SUBJECTS = ("audience", "market", "trend")


@dataclass(frozen=True)
class Step:
    """Something that is done at a moment; `order` keeps what belongs together in its order."""

    at: datetime
    order: int
    act: Any


def plan_periods(company: DemoCompany) -> None:
    """Everything in the order of its time, through the services."""
    steps = [*_research(company), *_plans(company)]
    with steady():
        for step in sorted(steps, key=lambda row: (row.at, row.order)):
            if step.at <= company.now:
                step.act(step.at)


def _research(company: DemoCompany) -> Iterator[Step]:
    for number, day in enumerate(_days(company, STUDIES)):
        subject = SUBJECTS[number % len(SUBJECTS)]
        yield Step(company.at(day, 10, 20), 0, lambda at, subject=subject: _study(company, subject, at))
    for group, before in ROUNDS_ASKED.items():
        for day in _days(company, before):
            yield Step(company.at(day, 10, 30), 0, lambda at, group=group: _round(company, group, at))


def _days(company: DemoCompany, before: tuple[int, ...]) -> list[date]:
    return [company.since, *(company.until - timedelta(days=days) for days in before)]


def _study(company: DemoCompany, subject: str, at: datetime) -> None:
    """A new study; every plan that runs or comes cites it, so that none rests on an old one."""
    values = {**STUDIED, "subject": subject, "done_on": today(at)}
    made = file_duty(STUDY, actor=company.people["manager"], values=values, at=at)
    _cite(company, made, at, tuple(LEVEL_WORDS))


def _round(company: DemoCompany, group: str, at: datetime) -> None:
    """A new round; the strategies that it bears on cite it."""
    values = {**ASKED, "asked": GROUP_WORDS[group], "done_on": today(at)}
    made = file_duty(ROUNDS[group], actor=company.people["manager"], values=values, at=at)
    _cite(company, made, at, ("strategy",))


def _cite(company: DemoCompany, made: DutyRecord, at: datetime, levels: tuple[str, ...]) -> None:
    for plan in PeriodPlan.objects.live().filter(ends_on__gte=today(at), level__in=levels):
        cite_record(plan, made, actor=company.people[BOOKS[plan.pack].writer], at=at)


def _plans(company: DemoCompany) -> Iterator[Step]:
    latest = company.until + timedelta(days=max(days[0] for days in AHEAD.values()))
    for pack, planners in BOOKS.items():
        for level in levels_of(pack, company.at(company.since)):
            first = level.begin(company.since)
            while first <= latest:
                yield from _Way(company, pack, planners, level, first).steps()
                first = level.following(first)


class _Way:
    """One plan from its first word to its approval."""

    def __init__(self, company: DemoCompany, pack: str, planners: Planners, level: Level, first: date) -> None:
        self.company, self.pack, self.planners, self.level, self.first = company, pack, planners, level, first
        self.plan: PeriodPlan | None = None

    @property
    def writer(self) -> User:
        return self.company.people[self.planners.writer]

    def steps(self) -> Iterator[Step]:
        acts = ((11, self.write), (13, self.submit), (15, self.approve))
        for order, (days, (hour, act)) in enumerate(zip(AHEAD[self.level.code], acts, strict=True), start=1):
            day = max(self.company.since, self.first - days * DAY)
            yield Step(self.company.at(day, hour), order, act)

    def write(self, at: datetime) -> None:
        last = self.level.following(self.first) - DAY
        self.plan = write_period_plan(
            actor=self.writer, level=self.level.code, day=self.first, pack=self.pack, at=at,
            title=f"{LEVEL_WORDS[self.level.code]} {self.first:%Y-%m-%d} – {last:%Y-%m-%d}",
            aims=AIMS[self.level.code], direction=DIRECTION, audience=AUDIENCE, topics=self.planners.topics,
            mediums=["text", "image", "video"], types=TYPES,
            posts=3, per="week", times="周一、三、五 19:00 / Monday, Wednesday, Friday 19:00",
            budget=Decimal(BUDGETS[self.level.code]), responsible=self.writer, script_owner=self.writer,
        )  # fmt: skip

    def submit(self, at: datetime) -> None:
        assert self.plan is not None  # noqa: S101 - the step before made it
        newest = DutyRecord.objects.filter(kind=STUDY, filed_at__lte=at).order_by("-filed_at").first()
        if newest is not None and not self.plan.citations.filter(record=newest).exists():
            cite_record(self.plan, newest, actor=self.writer, at=at)
        self.plan = submit_period_plan(self.plan, actor=self.writer, at=at)

    def approve(self, at: datetime) -> None:
        assert self.plan is not None  # noqa: S101 - the step before made it
        approver = self.company.people[self.planners.approver]
        self.plan = approve_period_plan(self.plan, actor=approver, at=at)

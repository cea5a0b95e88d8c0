"""A year of planning at one place, step by step, for the tests of period plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from accounts.public import PlatformAccount, User, name_member
from content.conftest import NOW, House
from content.period_plans.models import PeriodPlan
from content.period_plans.rules import ROUNDS, STUDY
from content.period_plans.services import approve_period_plan, cite_record, submit_period_plan, write_period_plan
from governance.public import DutyRecord, Policy, bind_pack, file_duty, today

DAY = timedelta(days=1)
# The month in which NOW lies begins on a Monday.
MONTH = date(2026, 6, 1)
STUDIED: dict[str, Any] = {
    "subject": "audience", "method": "问卷", "people_asked": 300, "sources": "粉丝群问卷", "findings": "想看短视频。",
}  # fmt: skip
ASKED: dict[str, Any] = {
    "asked": "全体同事", "people_asked": 60, "method": "问卷", "questions": "想看什么？",
    "findings": "多讲产品背后的事。",
}  # fmt: skip


@dataclass
class Year:
    """Plans, studies and rounds of the test company; each step leaves it where the next begins."""

    house: House

    def whole(self, **content: Any) -> dict[str, Any]:
        """Every element of any level."""
        return {
            "title": "六月计划", "aims": "新增粉丝三千", "direction": "以产品科普为主", "audience": "老客户",
            "topics": "新品、科普", "mediums": ["text", "video"],
            "types": ["product_intro", "culture", "company_news"],
            "posts": 3, "per": "week", "times": "周一三五 19:00", "budget": Decimal(2000),
            "responsible": self.house.author, "script_owner": self.house.author, **content,
        }  # fmt: skip

    def study(self, at: datetime = NOW, actor: User | None = None, **values: Any) -> DutyRecord:
        given = {**STUDIED, "done_on": today(at), **values}
        return file_duty(STUDY, actor=actor or self.house.manager, values=given, at=at)

    def round(self, group: str, at: datetime = NOW) -> DutyRecord:
        return file_duty(ROUNDS[group], actor=self.house.manager, values={**ASKED, "done_on": today(at)}, at=at)

    def written(
        self, level: str = "month", day: date = MONTH, at: datetime = NOW, *, account: PlatformAccount | None = None,
        pack: str = "", actor: User | None = None, **content: Any,
    ) -> PeriodPlan:  # fmt: skip
        """On the Douyin account where no place is given."""
        place = account or (None if pack else self.house.account)
        return write_period_plan(
            actor=actor or self.house.author, level=level, day=day, account=place, pack=pack, at=at,
            **self.whole(**content),
        )  # fmt: skip

    def submitted(self, level: str = "month", day: date = MONTH, at: datetime = NOW, **rest: Any) -> PeriodPlan:
        plan = self.written(level, day, at, **rest)
        newest = DutyRecord.objects.filter(kind=STUDY).first() or self.study(at)
        writer = rest.get("actor") or self.house.author
        cite_record(plan, newest, actor=writer, at=at)
        return submit_period_plan(plan, actor=writer, at=at)

    def approved(self, level: str = "month", day: date = MONTH, at: datetime = NOW, **rest: Any) -> PeriodPlan:
        return approve_period_plan(self.submitted(level, day, at, **rest), actor=self.house.manager, at=at)

    def group(self, pack: str, person: User, unit: str = "leader") -> None:
        name_member(
            Policy.objects.get(code=pack), actor=self.house.manager, person=person, unit=unit, at=NOW - 30 * DAY
        )

    def kuaishou(self) -> PlatformAccount:
        """The Weibo account under the rule book that wants every item inside a plan; the executive leads its group."""
        PlatformAccount.objects.filter(pk=self.house.weibo.pk).update(platform="kuaishou")
        bind_pack("kuaishou_health", account=self.house.weibo, actor=None, at=NOW - 30 * DAY)
        self.group("kuaishou_health", self.house.executive)
        return PlatformAccount.objects.get(pk=self.house.weibo.pk)

"""The way of one campaign with a prize draw, step by step, for the tests of campaigns and draws."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any

from accounts.public import name_member
from content.campaigns.checking import check_campaign
from content.campaigns.closing import capture_results, send_report, write_report
from content.campaigns.models import Campaign
from content.campaigns.running import link_announcement
from content.campaigns.services import (
    approve_campaign,
    create_campaign,
    finish_campaign,
    start_campaign,
    submit_campaign,
)
from content.conftest import HOUR, NOW, House
from content.draws.models import Draw
from content.draws.planning import PrizeRow, first_round, plan_draw
from content.draws.services import freeze_list, hold_draw, witness_draw
from governance.policies.models import Policy
from governance.public import legal_rules

DAY = timedelta(days=1)
STARTS, ENDS, DRAWS, DELIVERED_BY = NOW + 10 * DAY, NOW + 20 * DAY, NOW + 21 * DAY, NOW + 40 * DAY
ANNOUNCED = NOW + 4 * HOUR
PEOPLE = [f"粉丝{number}号" for number in range(1, 31)]
VALUE = "5" * 64
PRIZES = (PrizeRow("养生壶", 1, Decimal(299)), PrizeRow("保温杯", 3, Decimal(59)))
REPORT: dict[str, Any] = {
    "overview": "两周的活动。", "execution": "按计划进行。", "effect": "新增粉丝三百人。", "problems": "无。",
    "improvement": "下次提前两天预告。",
}  # fmt: skip


@dataclass
class Way:
    """One campaign on its way; each step leaves it where the next begins."""

    house: House

    def written(self, **content: Any) -> Campaign:
        whole: dict[str, Any] = {
            "type": "lottery", "theme": "夏日抽奖", "aim": "答谢老粉丝", "starts_at": STARTS, "ends_at": ENDS,
            "place": "抖音直播间", "way_to_join": "关注并评论", "rules": "每人一次", "prizes": "养生壶与保温杯",
            "budget": Decimal(500), "owner": self.house.author, "organiser": "安禾健康科技有限公司",
            "redemption": "凭私信领取，公示后三十日内有效", "minors": "adults", **content,
        }  # fmt: skip
        return create_campaign(actor=self.house.author, account=self.house.account, at=NOW, **whole)

    def drawing(self, campaign: Campaign, **content: Any) -> Draw:
        whole: dict[str, Any] = {
            "actor": self.house.author, "at": NOW, "title": "主抽奖",
            "draws_at": DRAWS, "source": "drand_quicknet", "reference": str(first_round(DRAWS)),
            "deliver_by": DELIVERED_BY, "witness": self.house.legal, "prizes": PRIZES, "reserves": 2, **content,
        }  # fmt: skip
        return plan_draw(campaign, **whole)

    def submitted(self, campaign: Campaign | None = None) -> Campaign:
        if campaign is None:
            campaign = self.written()
            self.drawing(campaign)
        return submit_campaign(campaign, actor=self.house.author, at=NOW)

    def checked(self, campaign: Campaign) -> Campaign:
        house = self.house
        answers = {rule.code: "kept" for rule in legal_rules("campaign")}
        for part, actor in (
            ("feasibility", house.manager), ("risk", house.first_reviewer), ("platform_rules", house.first_reviewer),
            ("law", house.legal),
        ):  # fmt: skip
            check_campaign(campaign, part, actor=actor, passed=True, finding="没有问题。", answers=answers, at=NOW)
        return campaign

    def approved(self, campaign: Campaign | None = None) -> Campaign:
        campaign = self.checked(self.submitted(campaign))
        return approve_campaign(campaign, actor=self.house.manager, at=NOW + HOUR)

    def announced(self, campaign: Campaign | None = None) -> Campaign:
        campaign = self.approved(campaign)
        link_announcement(campaign, self.house.published(), actor=self.house.author, at=ANNOUNCED)
        campaign.refresh_from_db()
        return campaign

    def running(self, campaign: Campaign | None = None) -> Campaign:
        return start_campaign(self.announced(campaign), actor=self.house.author, at=STARTS)

    def over(self, campaign: Campaign | None = None) -> Campaign:
        return finish_campaign(self.running(campaign), actor=self.house.author, at=ENDS)

    def reported(self, campaign: Campaign) -> Campaign:
        policy = Policy.objects.get(code="douyin")
        name_member(policy, actor=self.house.manager, person=self.house.executive, unit="leader", at=NOW)
        author = self.house.author
        capture_results(campaign, actor=author, participants=30, interactions=120, feedback="很好玩。", at=ENDS)
        write_report(campaign, actor=author, at=ENDS, **REPORT)
        return send_report(campaign, actor=author, at=ENDS + HOUR)

    def frozen(self, campaign: Campaign | None = None) -> Draw:
        draw = self.over(campaign).draws.get()
        return freeze_list(draw, actor=self.house.author, handles=PEOPLE, at=ENDS + HOUR)

    def held(self) -> Draw:
        return hold_draw(self.frozen(), actor=self.house.author, value=VALUE, at=DRAWS + HOUR)

    def witnessed(self) -> Draw:
        return witness_draw(self.held(), actor=self.house.legal, note="全程在场。", at=DRAWS + 2 * HOUR)

"""Campaigns, a draw and a promotion, as arguments of their addresses."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from accounts.public import User
from content.campaigns.running import add_task, raise_issue, take_issue
from content.campaigns.tests.way import DAY, ENDS, Way
from content.conftest import HOUR, NOW, House
from content.draws.models import WitnessChange
from content.period_plans.services import write_period_plan
from content.promotions.services import plan_promotion


def campaign_records(house: House, people: dict[str, User]) -> dict[str, tuple[Any, ...]]:
    """A campaign that waits for approval, one that is over, whose draw was witnessed, and a period plan."""
    author, way = people["author"], Way(house)
    waiting = way.submitted()
    draw = way.witnessed()
    change = WitnessChange.objects.create(
        draw=draw,
        before=draw.witness,
        witness=people["executive"],
        reason="Ill",
        asked_by=people["manager"],
        asked_at=NOW,
    )
    task = add_task(waiting, actor=author, title="Set up", owner=author, due_at=NOW + DAY, at=NOW)
    issue = take_issue(raise_issue(waiting, actor=author, text="Rain", at=NOW), actor=author, at=NOW + HOUR)
    promotion = plan_promotion(
        actor=author, account=house.account, title="Reach", form="feed", plan="Old fans", budget=Decimal(10),
        label="text", first_day=NOW.date(), last_day=ENDS.date(), at=NOW,
    )  # fmt: skip
    plan = write_period_plan(actor=author, level="month", day=NOW.date(), account=house.account, title="June", at=NOW)
    return {
        "period_plan": (plan.pk,),
        "campaign": (waiting.pk,),
        "campaign_task": (task.pk,),
        "campaign_issue": (issue.pk,),
        "draw": (draw.pk,),
        "witness_change": (change.pk,),
        "draw_winner": (draw.winners.all()[0].pk,),
        "draw_slug": (draw.slug,),
        "promotion": (promotion.pk,),
    }

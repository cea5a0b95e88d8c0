"""Plan items hang on the approved plan of their day; where the rule book demands it they are submitted inside only."""

from __future__ import annotations

from datetime import date

import pytest

from content.conftest import NOW
from content.period_plans.services import approve_period_plan, edit_period_plan
from content.period_plans.tests.year import DAY, Year
from content.plans.models import PlanItem
from content.plans.services import create_plan, edit_plan, submit_plan
from governance.public import NotAllowed


def item_of(year: Year, **content: object) -> PlanItem:
    whole = {
        "title": "新品", "direction": "介绍", "audience": "老客户", "topic": "新品", "medium": "text",
        "frequency": "once", "planned_at": NOW + DAY, "script_owner": year.house.author, **content,
    }  # fmt: skip
    account = whole.pop("account", year.house.account)
    return create_plan(actor=year.house.author, account=account, at=NOW, **whole)  # type: ignore[arg-type]


def test_an_item_hangs_on_the_narrowest_approved_plan_of_its_day(year: Year) -> None:
    house = year.house
    assert submit_plan(item_of(year), actor=house.author, at=NOW).period_plan is None
    month = year.approved(pack="douyin", actor=house.department_head)
    first = submit_plan(item_of(year), actor=house.author, at=NOW)
    assert first.period_plan == month
    own = year.approved(title="本号六月")
    week = year.approved("week", title="本周")
    second = submit_plan(item_of(year), actor=house.author, at=NOW)
    assert second.period_plan == week
    later = edit_plan(second, actor=house.author, planned_at=NOW + 20 * DAY, at=NOW)
    assert submit_plan(later, actor=house.author, at=NOW).period_plan == own


def test_under_the_kuaishou_rule_book_an_item_outside_an_approved_plan_is_refused(year: Year) -> None:
    account = year.kuaishou()
    item = item_of(year, account=account)
    plan = year.submitted(account=account)
    with pytest.raises(NotAllowed):
        submit_plan(item, actor=year.house.author, at=NOW)
    approve_period_plan(plan, actor=year.house.executive, at=NOW)
    assert submit_plan(item, actor=year.house.author, at=NOW).period_plan == plan
    july = item_of(year, account=account, planned_at=NOW + 30 * DAY)
    with pytest.raises(NotAllowed):
        submit_plan(july, actor=year.house.author, at=NOW)
    week = year.written("week", date(2026, 7, 3), account=account)
    edit_period_plan(week, actor=year.house.author, topics="七月", at=NOW)
    with pytest.raises(NotAllowed):
        submit_plan(july, actor=year.house.author, at=NOW)

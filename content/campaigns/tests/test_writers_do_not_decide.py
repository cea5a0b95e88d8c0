"""Whoever wrote in a campaign or a plan item neither checks nor decides it, author or not (D-6.1.1, R-051, R-052)."""

from __future__ import annotations

import pytest

from content.campaigns.checking import check_campaign
from content.campaigns.services import approve_campaign, edit_campaign, submit_campaign
from content.campaigns.tests.way import Way
from content.conftest import HOUR, NOW, House
from content.plans.services import approve_plan, create_plan, edit_plan, submit_plan
from governance.notices.models import Notice
from governance.public import NotAllowed, grant_role


@pytest.fixture
def writing_manager(house: House) -> House:
    """The superior of the author may write on the account too."""
    grant_role(house.manager, "author", accounts=[house.account], actor=None)
    house.people["manager"] = type(house.manager).objects.get(pk=house.manager.pk)
    return house


def test_a_superior_who_rewrote_a_campaign_neither_checks_nor_approves_it(writing_manager: House) -> None:
    house, way = writing_manager, Way(writing_manager)
    campaign = way.written()
    way.drawing(campaign)
    edit_campaign(campaign, actor=house.manager, aim="别的目的", at=NOW)
    submit_campaign(campaign, actor=house.manager, at=NOW)
    with pytest.raises(NotAllowed):
        check_campaign(campaign, "feasibility", actor=house.manager, passed=True, finding="好", at=NOW)
    with pytest.raises(NotAllowed) as refusal:
        approve_campaign(campaign, actor=house.manager, at=NOW)
    assert "wrote" in str(refusal.value) or "撰写" in str(refusal.value)
    assert not Notice.objects.filter(recipient=house.manager, template="campaign.to_approve").exists()


def test_a_superior_who_planned_the_draw_does_not_approve_the_campaign(writing_manager: House) -> None:
    house, way = writing_manager, Way(writing_manager)
    campaign = way.written()
    way.drawing(campaign, actor=house.manager)
    campaign.refresh_from_db()
    assert house.manager.pk in campaign.writers
    submit_campaign(campaign, actor=house.author, at=NOW)
    with pytest.raises(NotAllowed):
        approve_campaign(campaign, actor=house.manager, at=NOW)


def test_a_superior_who_rewrote_a_plan_item_does_not_approve_it(writing_manager: House) -> None:
    house = writing_manager
    item = create_plan(
        actor=house.author, account=house.account, at=NOW, title="春季", direction="介绍", audience="老客户",
        topic="新品", medium="text", content_type="product_intro", frequency="once", planned_at=NOW + HOUR,
        script_owner=house.author,
    )  # fmt: skip
    edit_plan(item, actor=house.manager, topic="别的", at=NOW)
    submit_plan(item, actor=house.manager, at=NOW)
    with pytest.raises(NotAllowed):
        approve_plan(item, actor=house.manager, at=NOW)
    assert not Notice.objects.filter(recipient=house.manager, template="plan.to_approve").exists()
    assert approve_plan(item, actor=house.department_head, at=NOW).status == "approved"

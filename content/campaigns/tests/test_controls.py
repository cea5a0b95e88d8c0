"""Each requirement on campaigns turns to breached on the board and back (R-050 to R-056, R-058)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import PlatformAccount
from content.campaigns.running import add_task, finish_task, link_announcement, put_on_duty, raise_issue, take_issue
from content.campaigns.services import close_campaign, start_campaign
from content.campaigns.tests.way import DAY, ENDS, STARTS, Way
from content.conftest import HOUR, NOW, House
from tests.board import status, tampered, turns

STARTED, OVER = STARTS + DAY, ENDS + DAY


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def test_plan_approval_and_checks_of_a_started_campaign_turn_r_050_to_r_052(way: Way) -> None:
    campaign = way.running()
    turns("R-050", tampered(campaign, status="dropped", place=""), STARTED)
    turns("R-051", tampered(campaign, status="dropped", approved_by=way.house.author.pk), STARTED)
    for part in ("feasibility", "risk", "platform_rules", "law"):
        turns("R-052", tampered(campaign.checks.get(part=part), passed=False), STARTED)


def test_a_campaign_announced_a_day_before_breaches_r_053_until_one_announced_in_time_takes_its_place(
    way: Way,
) -> None:
    house = way.house
    unsaid = way.approved(way.written(type="vote", prizes="没有奖品"))
    start_campaign(unsaid, actor=house.author, at=STARTS)
    assert status("R-053", STARTED) == "breached"
    later = STARTS + 31 * DAY
    told = way.approved(way.written(type="vote", prizes="没有奖品", starts_at=later, ends_at=later + DAY))
    link_announcement(told, house.published(), actor=house.author, at=NOW + 4 * HOUR)
    told.refresh_from_db()
    start_campaign(told, actor=house.author, at=later)
    assert status("R-053", later + HOUR) == "met"


def test_a_task_that_is_not_done_breaches_r_054_and_one_that_is_keeps_it(way: Way) -> None:
    house, campaign = way.house, way.running()
    put_on_duty(campaign, actor=house.author, person=house.publisher, duty="现场", begins_at=STARTS, ends_at=ENDS,
                at=STARTS)  # fmt: skip
    task = add_task(campaign, actor=house.author, title="搭台", owner=house.publisher, due_at=STARTED, at=STARTS)
    assert status("R-054", STARTED - HOUR) == "met"
    assert status("R-054", STARTED + HOUR) == "breached"
    finish_task(task, actor=house.publisher, words="当天已好，补记", at=STARTED - HOUR)
    assert status("R-054", STARTED + HOUR) == "met"


def test_a_problem_that_nobody_takes_up_breaches_r_054_and_one_taken_up_keeps_it(way: Way) -> None:
    house, campaign = way.house, way.running()
    put_on_duty(campaign, actor=house.author, person=house.publisher, duty="现场", begins_at=STARTS, ends_at=ENDS,
                at=STARTS)  # fmt: skip
    issue = raise_issue(campaign, actor=house.publisher, text="断电", at=STARTS)
    assert status("R-054", STARTS + HOUR) == "at_risk"
    assert status("R-054", STARTED) == "breached"
    take_issue(issue, actor=house.publisher, at=STARTS + 2 * HOUR)
    assert status("R-054", STARTED) == "met"


def test_a_report_that_does_not_come_breaches_r_056_until_it_is_sent_and_r_055_asks_for_the_data(way: Way) -> None:
    campaign = way.over(way.written(type="vote", prizes="没有奖品"))
    late = ENDS + 20 * DAY
    assert status("R-056", late) == "breached"
    campaign = way.reported(campaign)
    assert status("R-056", late) == "met"
    close_campaign(campaign, actor=way.house.author, at=OVER)
    turns("R-055", tampered(campaign, status="over", feedback=""), late)
    turns("R-056", tampered(campaign, status="over", problems=""), late)


def test_an_account_without_a_campaign_for_a_month_breaches_r_058_until_one_begins(way: Way) -> None:
    campaign = way.announced()
    PlatformAccount.objects.update(opened_on=(NOW - timedelta(days=40)).date())
    assert status("R-058", STARTS) == "breached"
    start_campaign(campaign, actor=way.house.author, at=STARTS)
    assert status("R-058", STARTED) == "met"

"""Each requirement on campaigns is measured: bad when what it guards is broken, good again when mended."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import PlatformAccount
from content.campaigns.models import Campaign, CampaignAnnouncement, CampaignCheck, CampaignIssue, CampaignTask
from content.campaigns.running import add_task, finish_task, put_on_duty, raise_issue, resolve_issue, take_issue
from content.campaigns.services import close_campaign
from content.campaigns.tests.way import DAY, DELIVERED_BY, DRAWS, ENDS, STARTS, Way
from content.conftest import HOUR, NOW, House
from content.draws.delivering import deliver_prize
from content.draws.models import Draw, DrawWinner
from content.draws.services import finish_draw
from content.publishing.models import Publication
from content.review.tests.test_probes import broken
from governance.notices.models import Notice
from governance.public import Evidence, NotAllowed, Scope, Window, WrongState, probes_of

WINDOW = Window(NOW - 30 * DAY, NOW + 60 * DAY, NOW + 60 * DAY)


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


def measure(code: str, part: str = "", window: Window = WINDOW) -> Evidence:
    return next(probe for probe in probes_of(code) if probe.part == part).measure(Scope(), window)


def numbers(code: str, part: str = "", window: Window = WINDOW) -> tuple[int, int]:
    evidence = measure(code, part, window)
    assert evidence.bad is not None
    assert evidence.total is not None
    return evidence.bad.count(), evidence.total.count()


def test_plan_approval_checks_and_rules(way: Way) -> None:
    assert [numbers(code) for code in ("R-050", "R-051", "R-052")] == [(0, 0)] * 3
    campaign = way.running()
    assert [numbers(code) for code in ("R-050", "R-051", "R-052")] == [(0, 1)] * 3
    with broken(Campaign, campaign.pk, status="dropped", place=""):
        assert numbers("R-050") == (1, 1)
    with broken(Campaign, campaign.pk, status="dropped", approved_by=way.house.author.pk):
        assert numbers("R-051") == (1, 1)
    for part in ("feasibility", "risk", "platform_rules", "law"):
        check = campaign.checks.get(part=part)
        with broken(CampaignCheck, check.pk, passed=False):
            assert numbers("R-052") == (1, 1)
        with broken(CampaignCheck, check.pk, voided_at=NOW):
            assert numbers("R-052") == (1, 1)
        with broken(CampaignCheck, check.pk, checked_at=NOW + 2 * HOUR):
            assert numbers("R-052") == (1, 1)
    assert numbers("R-052") == (0, 1)
    assert numbers("R-057", "rules") == (0, 1)
    with broken(Campaign, campaign.pk, terms_sha256="0" * 64):
        assert numbers("R-057", "rules") == (1, 1)


def test_the_announcement_is_out_three_days_ahead(way: Way) -> None:
    approved = way.approved()
    evidence = measure("R-053", window=Window(NOW, STARTS, STARTS - DAY))
    assert evidence.at_risk is not None
    assert list(evidence.at_risk) == [approved]
    Campaign.objects.filter(pk=approved.pk).update(status="dropped")
    campaign = way.running()
    post = CampaignAnnouncement.objects.get(campaign=campaign).publication
    assert numbers("R-053") == (0, 1)
    with broken(Publication, post.pk, published_at=STARTS - 2 * DAY):
        assert numbers("R-053") == (1, 1)


def test_tasks_duty_and_problems(way: Way) -> None:
    house, campaign = way.house, way.running()
    task = add_task(campaign, actor=house.author, title="搭台", owner=house.publisher, due_at=STARTS + DAY, at=STARTS)
    assert Notice.objects.filter(recipient=house.publisher, template="campaign.task").exists()
    assert numbers("R-054", "tasks") == (1, 1)
    with pytest.raises(NotAllowed):
        finish_task(task, actor=house.first_reviewer, at=STARTS + HOUR)
    finish_task(task, actor=house.publisher, words="好了", at=STARTS + HOUR)
    assert numbers("R-054", "tasks") == (0, 1)
    with broken(CampaignTask, task.pk, done_at=STARTS + 2 * DAY):
        assert numbers("R-054", "tasks") == (1, 1)
    assert numbers("R-054", "staff") == (1, 1)
    put_on_duty(
        campaign, actor=house.author, person=house.publisher, duty="现场", begins_at=STARTS, ends_at=ENDS, at=STARTS
    )
    assert numbers("R-054", "staff") == (0, 1)
    issue = raise_issue(campaign, actor=house.publisher, text="断电", at=STARTS)
    assert issue.due_at == STARTS + 4 * HOUR
    early = Window(WINDOW.start, WINDOW.end, STARTS + HOUR)
    assert numbers("R-054", "issues", early) == (0, 1)
    risky = measure("R-054", "issues", early).at_risk
    assert risky is not None
    assert risky.count() == 1
    assert numbers("R-054", "issues") == (1, 1)
    with pytest.raises(NotAllowed):
        take_issue(issue, actor=house.auditor, at=STARTS + HOUR)
    take_issue(issue, actor=house.publisher, at=STARTS + HOUR)
    with pytest.raises(WrongState):
        take_issue(issue, actor=house.author, at=STARTS + HOUR)
    resolve_issue(issue, actor=house.publisher, resolution="换了电源", at=STARTS + 2 * HOUR)
    assert numbers("R-054", "issues") == (0, 1)
    with broken(CampaignIssue, issue.pk, taken_at=STARTS + 5 * HOUR):
        assert numbers("R-054", "issues") == (1, 1)


def test_data_report_draw_and_delivery(way: Way) -> None:
    author = way.house.author
    draw = way.held()
    assert numbers("R-057", "draws") == (1, 1)
    at_once = Window(WINDOW.start, WINDOW.end, DRAWS + 2 * HOUR)
    assert numbers("R-057", "draws", at_once) == (0, 1)
    from content.draws.services import witness_draw

    witness_draw(draw, actor=way.house.legal, at=DRAWS + 2 * HOUR)
    assert numbers("R-057", "draws") == (0, 1)
    with broken(Draw, draw.pk, status="drawn"):
        assert numbers("R-057", "draws") == (1, 1)
    assert numbers("R-057", "delivery") == (4, 4)
    for winner in draw.winners.filter(status="won"):
        deliver_prize(winner, actor=author, how="顺丰", at=DRAWS + DAY)
    assert numbers("R-057", "delivery") == (0, 4)
    first = draw.winners.first()
    assert first is not None
    with broken(DrawWinner, first.pk, delivered_at=DELIVERED_BY + DAY):
        assert numbers("R-057", "delivery") == (1, 4)
    finish_draw(draw, actor=author, at=DRAWS + 8 * DAY)
    assert numbers("R-056", "limit") == (1, 1)
    campaign = way.reported(draw.campaign)
    assert numbers("R-056", "limit") == (0, 1)
    with broken(Campaign, campaign.pk, report_sent_at=ENDS + 40 * DAY):
        assert numbers("R-056", "limit") == (1, 1)
    close_campaign(campaign, actor=author, at=DRAWS + 9 * DAY)
    assert numbers("R-055") == numbers("R-056", "closed") == (0, 1)
    with broken(Campaign, campaign.pk, status="over", feedback=""):
        assert numbers("R-055") == (1, 1)
    with broken(Campaign, campaign.pk, status="over", problems=""):
        assert numbers("R-056", "closed") == (1, 1)


def test_every_account_has_its_campaigns_in_the_interval(way: Way) -> None:
    """31 days under the rule book of Douyin, 92 under that of self-media."""
    campaign = way.running()
    PlatformAccount.objects.update(opened_on=(NOW - 40 * DAY).date())
    late = Window(NOW - 30 * DAY, NOW, NOW)
    with broken(Campaign, campaign.pk, status="announced", started_at=None):
        assert numbers("R-058", window=late) == (1, 2)
    soon = Window(NOW, STARTS + 29 * DAY, STARTS + 29 * DAY)
    assert numbers("R-058", window=soon) == (0, 2)
    risky = measure("R-058", window=soon).at_risk
    assert risky is not None
    assert campaign.account in risky
    gone = Window(NOW, STARTS + timedelta(days=32), STARTS + timedelta(days=32))
    assert numbers("R-058", window=gone)[0] >= 1

"""A campaign from its plan to its report, and each step that is refused on the way (R-050 to R-056)."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from content.campaigns.checking import check_campaign
from content.campaigns.closing import capture_results, send_report, write_report
from content.campaigns.models import Campaign, CampaignCheck, CampaignTerms
from content.campaigns.running import link_announcement
from content.campaigns.services import (
    approve_campaign,
    close_campaign,
    drop_campaign,
    edit_campaign,
    finish_campaign,
    return_campaign,
    start_campaign,
    submit_campaign,
)
from content.campaigns.tests.way import ENDS, REPORT, STARTS, Way
from content.conftest import HOUR, NOW, House
from governance.notices.models import Notice
from governance.public import Deadline, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState

NO_PRIZES: dict[str, Any] = {"type": "qa", "prizes": "没有奖品"}


@pytest.fixture
def way(house: House) -> Way:
    return Way(house)


@pytest.mark.parametrize(
    "missing",
    [{"aim": ""}, {"starts_at": None}, {"place": " "}, {"way_to_join": "\u200b"}, {"rules": ""}, {"prizes": ""},
     {"budget": None}, {"owner": None}],
    ids=lambda content: next(iter(content)),
)  # fmt: skip
def test_a_plan_without_an_element_is_not_submitted(way: Way, missing: dict[str, Any]) -> None:
    campaign = way.written(**{**NO_PRIZES, **missing})
    with pytest.raises(NotAllowed):
        submit_campaign(campaign, actor=way.house.author, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(
            status="submitted", **({"way_to_join": ""} if "way_to_join" in missing else {})
        )


def test_a_prize_draw_is_not_submitted_without_its_draw_and_terms(way: Way) -> None:
    campaign = way.written(organiser="")
    with pytest.raises(NotAllowed, match="C-02"):
        submit_campaign(campaign, actor=way.house.author, at=NOW)
    campaign = way.written()
    with pytest.raises(NotAllowed, match="C-02"):
        submit_campaign(campaign, actor=way.house.author, at=NOW)
    way.drawing(campaign)
    assert submit_campaign(campaign, actor=way.house.author, at=NOW).status == "submitted"
    assert Notice.objects.filter(recipient=way.house.manager, template="campaign.to_approve").exists()


def test_it_is_approved_only_after_four_checks_by_others(way: Way) -> None:
    house, campaign = way.house, way.submitted()
    with pytest.raises(NotAllowed):
        approve_campaign(campaign, actor=house.manager, at=NOW)
    with pytest.raises(NotAllowed):
        check_campaign(campaign, "law", actor=house.first_reviewer, passed=True, finding="好", at=NOW)
    with pytest.raises(Refused, match="C-01"):
        check_campaign(campaign, "law", actor=house.legal, passed=True, finding="好", answers={}, at=NOW)
    with pytest.raises(NoteRequired):
        check_campaign(campaign, "risk", actor=house.first_reviewer, passed=True, finding=" ", at=NOW)
    way.checked(campaign)
    check_campaign(campaign, "risk", actor=house.manager, passed=False, finding="雨天怎么办", at=NOW)
    with pytest.raises(NotAllowed):
        approve_campaign(campaign, actor=house.manager, at=NOW)
    check_campaign(campaign, "risk", actor=house.manager, passed=True, finding="有雨棚", at=NOW)
    assert approve_campaign(campaign, actor=house.manager, at=NOW).status == "approved"


def test_only_the_superior_approves_under_a_rule_book_that_says_so(way: Way) -> None:
    house, campaign = way.house, way.checked(way.submitted())
    for person in (house.author, house.department_head, house.executive):
        with pytest.raises(NotAllowed):
            approve_campaign(campaign, actor=person, at=NOW)
    with pytest.raises(NoteRequired):
        return_campaign(campaign, actor=house.manager, note="", at=NOW)
    assert return_campaign(campaign, actor=house.manager, note="奖品太多", at=NOW).status == "draft"


def test_an_author_never_checks_nor_approves_even_past_the_services(way: Way) -> None:
    campaign = way.checked(way.submitted())
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignCheck.objects.filter(campaign=campaign).update(checked_by=way.house.author)
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=campaign.pk).update(
            status="approved", approved_by=way.house.author, approved_at=NOW
        )


def test_a_change_voids_approval_and_checks(way: Way) -> None:
    campaign = way.approved()
    changed = edit_campaign(campaign, actor=way.house.author, rules="每人三次", at=NOW + 2 * HOUR)
    assert (changed.status, changed.approved_by) == ("draft", None)
    assert not changed.checks.filter(voided_at=None).exists()
    again = submit_campaign(changed, actor=way.house.author, at=NOW + 2 * HOUR)
    with pytest.raises(NotAllowed):
        approve_campaign(again, actor=way.house.manager, at=NOW + 2 * HOUR)


def test_a_stale_page_changes_nothing(way: Way) -> None:
    campaign = way.written()
    edit_campaign(campaign, actor=way.house.author, aim="别的", version=0, at=NOW)
    with pytest.raises(StaleVersion):
        edit_campaign(campaign, actor=way.house.author, aim="第三", version=0, at=NOW)


def test_it_does_not_start_before_approval_time_and_announcement(way: Way) -> None:
    house = way.house
    submitted = way.checked(way.submitted())
    with pytest.raises(WrongState):
        start_campaign(submitted, actor=house.author, at=STARTS)
    approved = approve_campaign(submitted, actor=house.manager, at=NOW + HOUR)
    with pytest.raises(NotAllowed, match="C-02"):
        start_campaign(approved, actor=house.author, at=STARTS)
    link_announcement(approved, house.published(), actor=house.author, at=NOW + 4 * HOUR)
    with pytest.raises(NotAllowed):
        start_campaign(approved, actor=house.author, at=STARTS - HOUR)
    with pytest.raises(NotAllowed):
        start_campaign(approved, actor=house.publisher, at=STARTS)
    running = start_campaign(approved, actor=house.author, at=STARTS)
    assert (running.status, running.terms.sha256) == ("running", running.terms_sha256)


def test_rules_are_frozen_with_the_announcement(way: Way) -> None:
    campaign = way.announced()
    with pytest.raises(WrongState):
        edit_campaign(campaign, actor=way.house.author, rules="改了", at=NOW + 5 * HOUR)
    with pytest.raises(WrongState):
        way.drawing(campaign)
    assert "每人一次" in campaign.terms.sealed
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        CampaignTerms.objects.filter(campaign=campaign).update(sealed="{}")


def test_a_campaign_without_prizes_starts_without_announcement(way: Way) -> None:
    campaign = way.approved(way.written(**NO_PRIZES))
    assert start_campaign(campaign, actor=way.house.author, at=STARTS).status == "running"


def test_the_clock_of_the_announcement_rings_three_days_ahead(way: Way) -> None:
    campaign = way.approved()
    clock = Deadline.objects.of("campaign", campaign.pk, "announce").get()
    assert (clock.due_at, clock.owner) == (STARTS - timedelta(days=3), way.house.author)
    link_announcement(campaign, way.house.published(), actor=way.house.author, at=NOW + 4 * HOUR)
    clock.refresh_from_db()
    assert clock.state == "met"


def test_a_post_of_another_account_announces_nothing(way: Way) -> None:
    campaign = way.approved()
    post = way.house.published()
    type(post).objects.filter(pk=post.pk).update(account=way.house.weibo)
    post.refresh_from_db()
    with pytest.raises(Refused):
        link_announcement(campaign, post, actor=way.house.author, at=NOW + 4 * HOUR)


def test_it_ends_at_its_time_and_closes_with_data_and_report(way: Way) -> None:
    house = way.house
    campaign = way.approved(way.written(**NO_PRIZES))
    campaign = start_campaign(campaign, actor=house.author, at=STARTS)
    with pytest.raises(NotAllowed):
        finish_campaign(campaign, actor=house.author, at=ENDS - HOUR)
    campaign = finish_campaign(campaign, actor=house.author, at=ENDS)
    with pytest.raises(NotAllowed):
        close_campaign(campaign, actor=house.author, at=ENDS)
    with pytest.raises(Refused):
        capture_results(campaign, actor=house.author, participants=-1, interactions=0, feedback="好", at=ENDS)
    with pytest.raises(Refused):
        send_report(campaign, actor=house.author, at=ENDS)
    capture_results(campaign, actor=house.author, participants=1, interactions=0, feedback="好", at=ENDS)
    write_report(campaign, actor=house.author, at=ENDS, **{**REPORT, "problems": ""})
    with pytest.raises(Refused):
        send_report(campaign, actor=house.author, at=ENDS)
    write_report(campaign, actor=house.author, at=ENDS, **REPORT)
    with pytest.raises(NotAllowed):
        send_report(campaign, actor=house.author, at=ENDS)
    sent = way.reported(campaign)
    assert Notice.objects.filter(recipient=house.executive, template="campaign.reported").exists()
    assert sent.report_due_at is not None
    assert sent.report_due_at - ENDS >= timedelta(days=13)
    closed = close_campaign(sent, actor=house.author, at=ENDS + 2 * HOUR)
    assert closed.status == "closed"
    assert Deadline.objects.of("campaign", closed.pk, "report").get().state == "met"
    with pytest.raises(IntegrityError), transaction.atomic():
        Campaign.objects.filter(pk=closed.pk).update(feedback="")


def test_a_campaign_with_prizes_closes_after_its_draw(way: Way) -> None:
    campaign = way.reported(way.over())
    with pytest.raises(NotAllowed):
        close_campaign(campaign, actor=way.house.author, at=ENDS + HOUR)


def test_it_is_dropped_with_a_reason(way: Way) -> None:
    campaign = way.announced()
    with pytest.raises(NoteRequired):
        drop_campaign(campaign, actor=way.house.author, note="", at=NOW + 5 * HOUR)
    assert drop_campaign(campaign, actor=way.house.author, note="场地取消", at=NOW + 5 * HOUR).status == "dropped"


def test_a_budget_below_zero_and_times_in_disorder_are_refused(way: Way) -> None:
    with pytest.raises(Refused):
        way.written(budget=Decimal(-1))
    with pytest.raises(Refused):
        way.written(starts_at=ENDS, ends_at=STARTS)


def test_a_check_of_a_plan_that_was_changed_meanwhile_is_refused_with_what_was_found(way: Way, client: Client) -> None:
    campaign, manager = way.submitted(way.written(type="topic_talk")), way.house.manager
    read = campaign.lock_version
    way.submitted(edit_campaign(campaign, actor=way.house.author, rules="人人付五百元", at=NOW))
    client.force_login(manager)
    sent = {"part": "feasibility", "passed": "on", "finding": "看过原来的规则", "version": read}
    answer = client.post(reverse("content:campaign_check", args=[campaign.pk]), sent)
    assert (answer.status_code, campaign.checks.filter(voided_at=None).count()) == (422, 0)
    assert "看过原来的规则" in answer.content.decode()

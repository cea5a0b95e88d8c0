"""What is approved after its window does not go out: its author chooses another one, and all sign again (R-030)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import HOUR, NOW, PREFLIGHT, House, titles
from content.drafts.models import Draft
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from content.replanning.cards import drafts_to_plan_again_card
from content.replanning.services import drafts_to_plan_again, note_windows_over, replan_draft
from content.review.models import ReviewSlot
from governance.public import LedgerEntry, NotAllowed, Refused, WrongState

END = NOW + 2 * HOUR
LATE = NOW + 3 * HOUR
NEW: dict[str, Any] = {"window_start": LATE + HOUR, "window_end": LATE + timedelta(days=1)}


@pytest.fixture
def late(house: House) -> Draft:
    """Both signatures, the second one an hour after the window."""
    draft = house.submitted(window_end=END)
    house.sign(draft, "first", house.first_reviewer)
    return house.sign(draft, "final", house.final_reviewer, at=LATE)


def test_a_late_approval_publishes_nothing(house: House, late: Draft) -> None:
    assert (late.status, late.approved_at) == ("approved", LATE)
    for moment in (END, LATE + HOUR):
        with pytest.raises(Refused):
            schedule_draft(late, actor=house.publisher, scheduled_at=moment, at=LATE)
    tick_preflight(late, house.account, actor=house.publisher, items=PREFLIGHT, at=LATE)
    with pytest.raises(Refused):
        record_publication(late, house.account, actor=house.publisher, url="https://v.douyin.com/1", at=LATE + HOUR)


def test_its_author_is_told_once_and_finds_it_on_the_list(house: House, late: Draft) -> None:
    assert note_windows_over(END) == 0, "up to its last moment the window runs"
    assert note_windows_over(LATE) == 1
    assert note_windows_over(LATE + HOUR) == 0
    assert house.author.notices.filter(template="draft.plan_again").count() == 1
    assert LedgerEntry.objects.filter(event="draft.window_over", object_id=late.pk).count() == 1
    assert titles(drafts_to_plan_again_card, house.author, LATE) == [late.title]
    assert titles(drafts_to_plan_again_card, house.publisher, LATE) == []
    assert not drafts_to_plan_again([house.weibo.pk], LATE).exists()


def test_another_window_voids_every_signature_and_asks_for_them_again(house: House, late: Draft) -> None:
    note_windows_over(LATE)
    again = replan_draft(late, actor=house.author, at=LATE, **NEW)
    assert (again.status, again.slots_signed, again.plan_again_since) == ("first_review", 0, None)
    assert (again.window_end, again.versions_count) == (NEW["window_end"], 2)
    assert not ReviewSlot.objects.filter(version__number=1, voided_at=None).exists()
    assert not drafts_to_plan_again([house.account.pk], LATE).exists()


def test_a_window_that_is_over_or_still_runs_is_not_planned_again(house: House, late: Draft) -> None:
    with pytest.raises(Refused) as refusal:
        replan_draft(late, actor=house.author, window_start=NOW, window_end=LATE, at=LATE)
    assert refusal.value.field == "window_end"
    with pytest.raises(WrongState):
        replan_draft(house.approved(), actor=house.author, at=LATE, **NEW)
    with pytest.raises(NotAllowed):
        replan_draft(late, actor=house.first_reviewer, at=LATE, **NEW)
    late.refresh_from_db()
    assert late.status == "approved"


def test_the_page_says_whose_signatures_are_void(house: House, late: Draft, client: Client) -> None:
    client.force_login(house.author)
    address = reverse("content:draft_replan", args=[late.pk])
    page: Any = client.get(address)
    assert [slot.signer for slot in page.context["slots"]] == [house.first_reviewer, house.final_reviewer]
    initial = page.context["form"].initial
    data = {name: f"{initial[name]:%Y-%m-%dT%H:%M}" for name in ("window_start", "window_end")}
    assert client.post(address, {**data, "version": late.lock_version}).status_code == 302
    late.refresh_from_db()
    assert late.status == "first_review"
    assert client.get(reverse("content:plan_again_list")).status_code == 200

"""News carry the time of their event, and once stale go out only when confirmed anew (R-048, K-5.2.2, M-1.3.4)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from content.conftest import HOUR, NOW, PREFLIGHT, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.publishing.models import Publication
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight
from content.review.submission import submit_draft
from content.review.tests.test_probes import numbers
from content.timeliness.services import reconfirm_draft
from content.timeliness.shelf import fresh_until
from governance.public import LedgerEntry, NotAllowed, NoteRequired, Refused, WrongState, measure_now

DAY = timedelta(days=1)
EVENT = NOW - 2 * DAY
STALE = EVENT + 3 * DAY + HOUR


def news(house: House, event_at: datetime = EVENT) -> Draft:
    return house.approved(content_type="company_news", event_at=event_at)


def release(house: House, draft: Draft, at: datetime) -> Publication:
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=at)
    return record_publication(draft, house.account, actor=house.publisher, url="https://v.douyin.com/1", at=at)


def test_news_without_the_time_of_their_event_are_not_submitted(house: House) -> None:
    draft = house.draft(content_type="hot_topic")
    with pytest.raises(NotAllowed):
        submit_draft(draft, actor=house.author, at=NOW)
    edit_draft(draft, actor=house.author, event_at=EVENT, at=NOW)
    assert submit_draft(draft, actor=house.author, at=NOW).status == "first_review"


def test_the_signatures_cover_the_event_and_older_seals_keep_their_hash(house: House) -> None:
    draft = news(house)
    assert draft.current_version is not None
    assert draft.current_version.sealed["event"] == EVENT.isoformat()
    assert "event" not in house.submitted().current_version.sealed  # type: ignore[union-attr]
    Draft.objects.filter(pk=draft.pk).update(event_at=NOW)
    with pytest.raises(Refused):
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=NOW + 2 * HOUR)


def test_a_stale_draft_is_refused_at_the_check_and_in_the_schedule(house: House) -> None:
    draft = news(house)
    assert fresh_until(draft, [house.account], NOW) == EVENT + 3 * DAY
    for refused in (
        lambda: tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=STALE),
        lambda: schedule_draft(draft, actor=house.publisher, scheduled_at=STALE, at=NOW + 2 * HOUR),
    ):
        with pytest.raises(Refused):
            refused()
    post = release(house, draft, EVENT + 3 * DAY)
    assert (post.event_at, post.stale_after) == (EVENT, EVENT + 3 * DAY)


def test_a_final_reviewer_confirms_it_with_words_and_once(house: House) -> None:
    draft = news(house)
    with pytest.raises(WrongState):
        reconfirm_draft(draft, actor=house.final_reviewer, note="仍然有效", at=STALE - 2 * HOUR)
    for person in (house.author, house.publisher, house.first_reviewer):
        with pytest.raises(NotAllowed):
            reconfirm_draft(draft, actor=person, note="仍然有效", at=STALE)
    with pytest.raises(NoteRequired):
        reconfirm_draft(draft, actor=house.final_reviewer, note=" ", at=STALE)
    row = reconfirm_draft(draft, actor=house.final_reviewer, note="核对了通报，仍然有效", at=STALE)
    assert (row.confirmed_by, row.fresh_until) == (house.final_reviewer, STALE + 3 * DAY)
    with pytest.raises(WrongState):
        reconfirm_draft(draft, actor=house.final_reviewer, note="再确认", at=STALE)
    assert LedgerEntry.objects.filter(event="draft.reconfirmed", object_id=draft.pk).count() == 1
    assert release(house, draft, STALE + HOUR).published_at == STALE + HOUR


def test_a_confirmation_holds_for_the_version_that_was_looked_at(house: House) -> None:
    draft = news(house)
    reconfirm_draft(draft, actor=house.final_reviewer, note="仍然有效", at=STALE)
    edit_draft(draft, actor=house.author, body="改过的正文。", at=STALE)
    submit_draft(draft, actor=house.author, at=STALE)
    house.sign(draft, "first", house.first_reviewer, at=STALE)
    draft = house.sign(draft, "final", house.final_reviewer, at=STALE)
    with pytest.raises(Refused):
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=STALE)


def test_the_board_is_breached_by_stale_news_and_met_again_by_timely_ones(house: House) -> None:
    late = news(house)
    reconfirm_draft(late, actor=house.final_reviewer, note="仍然有效", at=STALE)
    release(house, late, STALE)
    house.published()
    assert numbers("R-048") == (1, 1), "posts without an event do not count"
    assert measure_now("R-048", at=NOW + 20 * DAY).status == "breached"
    for _number in range(19):
        release(house, news(house), NOW + 2 * HOUR)
    assert numbers("R-048") == (1, 20)
    assert measure_now("R-048", at=NOW + 20 * DAY).status == "met"


def test_the_pages_show_the_shelf_life_and_take_the_confirmation(house: House, client: Client) -> None:
    draft = news(house, NOW - 3 * DAY)
    client.force_login(house.final_reviewer)
    address = reverse("content:draft_reconfirm", args=[draft.pk])
    assert address in client.get(draft.get_absolute_url()).content.decode()
    client.post(address, {"version": draft.lock_version, "note": "核对过"})
    assert draft.reconfirmations.get().confirmed_by == house.final_reviewer
    post = release(house, news(house), NOW + 2 * HOUR)
    for page in (post.get_absolute_url(), reverse("content:news_list")):
        assert client.get(page).status_code == 200

"""Releasing: only what was signed, only by the publisher, only inside the window (R-039, R-040, R-042)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.public import User
from content.conftest import HOUR, NOW, PREFLIGHT, House, address_on
from content.drafts.models import Draft
from content.publishing.checkpoints import note_checkpoint
from content.publishing.models import Preflight, Publication
from content.publishing.pages import kit_lines
from content.publishing.queries import match_publications, publications_of
from content.publishing.recording import record_publication
from content.publishing.services import schedule_draft, tick_preflight, unschedule_draft
from content.publishing.withdrawing import withdraw_publication
from governance.public import (
    Deadline,
    NotAllowed,
    NoteRequired,
    Refused,
    SecondPersonNeeded,
    WrongState,
    grant_role,
)
from tests.agreeing import agreed

URL = "https://www.douyin.com/post/77?from=share"
LATER = NOW + 4 * HOUR


def ready(house: House) -> Draft:
    draft = house.approved()
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)
    return draft


def test_a_time_of_release_lies_inside_the_window_that_was_signed(house: House) -> None:
    draft = house.approved()
    for wrong in (NOW + timedelta(days=4), NOW):
        with pytest.raises(Refused) as refusal:
            schedule_draft(draft, actor=house.publisher, scheduled_at=wrong, at=LATER)
        assert refusal.value.field == "scheduled_at"
    with pytest.raises(NotAllowed):
        schedule_draft(draft, actor=house.author, scheduled_at=LATER, at=NOW + 2 * HOUR)
    schedule_draft(draft, actor=house.publisher, scheduled_at=LATER, at=NOW + 2 * HOUR)
    moved = schedule_draft(draft, actor=house.publisher, scheduled_at=LATER + HOUR, at=NOW + 2 * HOUR)
    assert (moved.status, moved.shown_at) == ("scheduled", LATER + HOUR)
    clock = Deadline.objects.get(kind="draft", object_id=draft.pk, purpose="publish", state="running")
    assert clock.due_at == LATER + HOUR + timedelta(minutes=15)
    with pytest.raises(NoteRequired):
        unschedule_draft(draft, actor=house.publisher, note="", at=LATER)
    assert unschedule_draft(draft, actor=house.publisher, note="改期", at=LATER).status == "approved"


def test_only_a_complete_fresh_check_opens_the_record(house: House) -> None:
    draft = house.approved()
    with pytest.raises(Refused):
        record_publication(draft, house.account, actor=house.publisher, url=URL, at=LATER)
    with pytest.raises(Refused) as refusal:
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT[:3], at=LATER)
    assert refusal.value.field == "items"
    with pytest.raises(NotAllowed):
        tick_preflight(draft, house.account, actor=house.author, items=PREFLIGHT, at=LATER)
    tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)
    with pytest.raises(Refused):
        record_publication(draft, house.account, actor=house.publisher, url=URL, at=LATER + 3 * HOUR)
    record_publication(draft, house.account, actor=house.publisher, url=URL, at=LATER + HOUR)
    assert Preflight.objects.count() == 1


def test_only_the_publisher_of_the_account_records_and_only_once(house: House) -> None:
    draft = ready(house)
    elsewhere = User.objects.create_user("elsewhere")
    grant_role(elsewhere, "publisher", accounts=[house.weibo], actor=None)
    for nobody in (house.author, house.first_reviewer, elsewhere):
        with pytest.raises(NotAllowed):
            record_publication(draft, house.account, actor=nobody, url=URL, at=LATER)
    for wrong in ("javascript:alert(1)", "example.com", "https://", "x" * 600):
        with pytest.raises(Refused) as refusal:
            record_publication(draft, house.account, actor=house.publisher, url=wrong, at=LATER)
        assert refusal.value.field == "url"
    with pytest.raises(Refused):
        record_publication(draft, house.weibo, actor=house.publisher, url=URL, at=LATER)
    record_publication(draft, house.account, actor=house.publisher, url=URL, at=LATER)
    with pytest.raises(WrongState):
        record_publication(draft, house.account, actor=house.publisher, url=URL, at=LATER)


def test_nothing_goes_out_before_approval_outside_the_window_or_ahead_of_time(house: House) -> None:
    waiting = house.submitted()
    with pytest.raises(WrongState):
        tick_preflight(waiting, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)
    draft = ready(house)
    for published_at, at in ((LATER, LATER - HOUR), (NOW, LATER), (NOW + timedelta(days=9), NOW + timedelta(days=9))):
        with pytest.raises(Refused) as refusal:
            record_publication(draft, house.account, actor=house.publisher, url=URL, published_at=published_at, at=at)
        assert refusal.value.field == "published_at"


def test_a_text_changed_behind_the_services_is_not_released(house: House) -> None:
    draft = house.approved()
    Draft.objects.filter(pk=draft.pk).update(body="偷偷换掉的正文")
    with pytest.raises(Refused):
        tick_preflight(draft, house.account, actor=house.publisher, items=PREFLIGHT, at=LATER)


def test_the_published_text_is_compared_with_the_sealed_one(house: House) -> None:
    for text, same in (
        ("", None), ("  {body}\n\n", True), ("{title}\n{body} #新品", True), ("{body}改", False)
    ):  # fmt: skip
        draft = ready(house)
        publication = record_publication(
            draft,
            house.account,
            actor=house.publisher,
            url=URL,
            at=LATER,
            published_text=text.format(body=draft.body, title=draft.title),
            differing_confirmed=same is False,
        )
        assert publication.text_matches is same


def test_a_draft_for_two_accounts_is_published_when_both_stand(house: House) -> None:
    draft = house.submitted(accounts=[house.weibo])
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "final", house.final_reviewer)
    house.sign(draft, "legal", house.legal)
    states = []
    for account in (house.weibo, house.account):
        tick_preflight(draft, account, actor=house.publisher, items=PREFLIGHT, at=LATER)
        record_publication(draft, account, actor=house.publisher, url=address_on(account, "77"), at=LATER)
        draft.refresh_from_db()
        states.append(draft.status)
    assert states == ["approved", "published"]
    for publication, status in zip(Publication.objects.all(), ("published", "withdrawn"), strict=True):
        with pytest.raises(NoteRequired):
            withdraw_publication(publication, actor=house.publisher, reason="", at=LATER)
        with pytest.raises(SecondPersonNeeded):
            withdraw_publication(publication, actor=house.publisher, reason="事实有误", at=LATER)
        agreed("publication_withdraw", actor=house.publisher, target=publication, by=house.manager, at=LATER)
        withdraw_publication(publication, actor=house.publisher, reason="事实有误", at=LATER)
        draft.refresh_from_db()
        assert draft.status == status


def test_checkpoints_run_after_release_and_end_with_a_note(house: House) -> None:
    publication = house.published()
    rows = list(publication.checkpoints.order_by("due_at"))
    assert [row.code for row in rows] == ["24h", "72h", "7d"]
    assert rows[0].due_at == publication.published_at + 24 * HOUR
    for nobody in (house.stranger, house.first_reviewer):
        with pytest.raises(NotAllowed):
            note_checkpoint(rows[0], actor=nobody, note="阅读 100", at=rows[0].due_at)
    with pytest.raises(NoteRequired):
        note_checkpoint(rows[0], actor=house.publisher, note=" ", at=rows[0].due_at)
    note_checkpoint(rows[0], actor=house.analyst, note="阅读 100，评论积极", at=rows[0].due_at)
    with pytest.raises(WrongState):
        note_checkpoint(rows[0], actor=house.publisher, note="再写一次", at=rows[0].due_at)
    states = Deadline.objects.filter(kind="checkpoint").order_by("due_at").values_list("state", flat=True)
    assert list(states) == ["met", "running", "running"]
    agreed("publication_withdraw", actor=house.publisher, target=publication, by=house.manager, at=LATER)
    withdraw_publication(publication, actor=house.publisher, reason="下架", at=LATER)
    assert not Deadline.objects.filter(kind="checkpoint", state="running").exists()


def test_publications_are_found_by_number_and_address(house: House) -> None:
    draft = ready(house)
    publication = record_publication(
        draft, house.account, actor=house.publisher, url=URL, external_id="P000077", at=LATER
    )
    found = match_publications(
        house.account.pk, ["P000077", "77", "none"], ["http://douyin.com/post/77/", "https://example.com/other"]
    )
    assert found == dict.fromkeys(["P000077", "77", "http://douyin.com/post/77/"], publication)
    assert match_publications(house.weibo.pk, ["P000077"]) == {}
    assert list(publications_of([house.account.pk], since=NOW, until=LATER + HOUR)) == [publication]


def test_the_kit_follows_the_platform_and_shows_the_sealed_text(house: House) -> None:
    draft = house.submitted(assets=[house.picture()])
    codes = [line.field.code for line in kit_lines(draft, house.account)]
    assert codes == ["files", "title", "body", "hashtags", "cover"]
    weibo = kit_lines(draft, house.weibo)
    assert weibo[0].text == f"{draft.body}\n#新品"

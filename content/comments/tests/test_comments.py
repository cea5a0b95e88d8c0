"""Comments hang on words, regions and seconds; open ones hold an approval back (R-033)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.test import Client
from django.urls import reverse

from content.comments.anchors import Anchor, place_in, stands_in, units_of
from content.comments.models import Comment, CommentThread
from content.comments.services import answer_thread, move_thread, open_thread
from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.drafts.services import edit_draft
from content.review.submission import submit_draft
from governance.public import (
    LedgerEntry,
    NotAllowed,
    NoteRequired,
    Refused,
    StaleVersion,
    WrongState,
    unread_count,
)

pytestmark = pytest.mark.django_db
BODY = "我们的新品今天与大家见面，欢迎到店体验。第二句没有出处。"


def words(draft: Draft, text: str) -> Anchor:
    start = draft.body.index(text)
    return Anchor("body", start=start, end=start + len(text))


def opened(house: House, **extra: Any) -> tuple[Draft, CommentThread]:
    draft = house.submitted(body=BODY, **extra)
    anchor = words(draft, "没有出处")
    return draft, open_thread(draft, actor=house.first_reviewer, text="出处呢？", anchor=anchor, at=NOW)


def test_an_open_comment_holds_every_approval_back_until_it_is_resolved(house: House) -> None:
    draft, thread = opened(house)
    assert thread.quote == "没有出处"
    with pytest.raises(Refused, match=r"comments are open|批注"):
        house.sign(draft, "first", house.first_reviewer)
    answer_thread(thread, actor=house.author, text="见年报第 3 页。", at=NOW)
    move_thread(thread, "resolve", actor=house.first_reviewer, at=NOW)
    assert house.sign(draft, "first", house.first_reviewer).status == "final_review"
    move_thread(thread, "reopen", actor=house.final_reviewer, text="第 3 页没有。", at=NOW)
    with pytest.raises(Refused):
        house.sign(draft, "final", house.final_reviewer)
    move_thread(thread, "resolve", actor=house.final_reviewer, at=NOW)
    assert house.sign(draft, "final", house.final_reviewer).status == "approved"
    with pytest.raises(NotAllowed):
        move_thread(thread, "reopen", actor=house.final_reviewer, text="还有一点", at=NOW)
    with pytest.raises(WrongState):
        answer_thread(thread, actor=house.author, text="谢谢", at=NOW)
    events = LedgerEntry.objects.filter(event__startswith="comment.").values_list("event", flat=True)
    assert sorted(events) == [
        "comment.answered", "comment.opened", "comment.reopened", "comment.resolved", "comment.resolved",
    ]  # fmt: skip


def test_changes_can_be_requested_while_comments_are_open_and_they_stay_open(house: House) -> None:
    draft, thread = opened(house)
    house.sign(draft, "first", house.first_reviewer, "changes", problems=[{"text": "见批注"}])
    edit_draft(draft, actor=house.author, body=f"新的开头。{BODY}", at=NOW + HOUR)
    again = submit_draft(draft, actor=house.author, at=NOW + HOUR)
    assert again.current_version is not None
    thread.refresh_from_db()
    assert place_in(thread, again.current_version.sealed) == (thread.start + 5, thread.end + 5)  # type: ignore[operator]
    with pytest.raises(Refused):
        house.sign(again, "first", house.first_reviewer, at=NOW + 2 * HOUR)
    edit_draft(again, actor=house.author, body="全新的正文。", at=NOW + 2 * HOUR)
    last = submit_draft(again, actor=house.author, at=NOW + 2 * HOUR)
    assert last.current_version is not None
    assert not stands_in(thread, last.current_version.sealed)
    with pytest.raises(Refused):
        house.sign(last, "first", house.first_reviewer, at=NOW + 3 * HOUR)


def test_the_author_answers_and_does_not_resolve_what_a_reviewer_asked(house: House) -> None:
    draft, thread = opened(house)
    with pytest.raises(NotAllowed):
        move_thread(thread, "resolve", actor=house.author, at=NOW)
    own = open_thread(draft, actor=house.author, text="这句可以吗？", at=NOW)
    assert move_thread(own, "resolve", actor=house.author, at=NOW).resolved_by == house.author
    for nobody in (house.stranger, house.auditor, house.publisher):
        with pytest.raises(NotAllowed):
            open_thread(draft, actor=nobody, text="我也说一句", at=NOW)
        with pytest.raises(NotAllowed):
            answer_thread(thread, actor=nobody, text="我也说一句", at=NOW)
        with pytest.raises(NotAllowed):
            move_thread(thread, "resolve", actor=nobody, at=NOW)
    with pytest.raises(NoteRequired):
        move_thread(own, "reopen", actor=house.author, text=" ", at=NOW)


def test_a_comment_lands_on_the_version_that_was_read(house: House) -> None:
    draft = house.submitted(body=BODY)
    assert draft.current_version is not None
    old = draft.current_version.sha256
    edit_draft(draft, actor=house.author, body="另一段。", at=NOW)
    with pytest.raises(WrongState):
        open_thread(draft, actor=house.first_reviewer, text="出处呢？", at=NOW)
    submit_draft(draft, actor=house.author, at=NOW)
    with pytest.raises(StaleVersion):
        open_thread(draft, actor=house.first_reviewer, text="出处呢？", sha256=old, at=NOW)
    for anchor in (
        Anchor("body", start=0, end=5_000), Anchor("body", start=3, end=3), Anchor("body"), Anchor("footer"),
        Anchor("asset"),
    ):  # fmt: skip
        with pytest.raises(Refused):
            open_thread(draft, actor=house.first_reviewer, text="这里", anchor=anchor, at=NOW)
    assert not CommentThread.objects.exists()


def test_a_region_lies_inside_its_picture_and_a_second_inside_its_video(house: House) -> None:
    picture = house.picture()
    draft = house.submitted(medium="image", assets=[picture])
    anchor = Anchor("asset", asset=picture, region=(100, 200, 300, 400))
    assert open_thread(draft, actor=house.legal, text="这是谁？", anchor=anchor, at=NOW).region == (100, 200, 300, 400)
    for wrong in (
        Anchor("asset", asset=picture, region=(900, 0, 200, 10)), Anchor("asset", asset=picture, moment_ms=10),
        Anchor("asset", asset=picture, region=(0, 0, 0, 10)), Anchor("asset", asset=house.picture(colour=(1, 2, 3))),
    ):  # fmt: skip
        with pytest.raises(Refused):
            open_thread(draft, actor=house.legal, text="这里", anchor=wrong, at=NOW)
    picture.kind, picture.duration_ms = "video", 9_000
    moment = Anchor("asset", asset=picture, moment_ms=8_500)
    assert open_thread(draft, actor=house.legal, text="8.5 秒", anchor=moment, at=NOW).moment == "0:08.5"
    with pytest.raises(IntegrityError), transaction.atomic():
        CommentThread.objects.exclude(width=None).update(left=1000)


def test_whoever_wrote_is_told_and_what_was_said_stays(house: House) -> None:
    _draft, thread = opened(house)
    assert unread_count(house.author) > 0
    before = unread_count(house.first_reviewer)
    answer_thread(thread, actor=house.author, text="见年报。", at=NOW)
    assert unread_count(house.first_reviewer) == before + 1
    for change in (lambda: Comment.objects.update(text="别的"), lambda: Comment.objects.all().delete()):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_text_of_thousands_of_sentences_offers_two_hundred_places_and_loses_none() -> None:
    body = "一。" * 5_000
    units = units_of({"title": "题", "body": body})
    assert len(units) == 201
    assert "".join(unit.text for unit in units[1:]) == body


def test_the_page_takes_a_comment_on_marked_words_and_keeps_what_was_typed(house: House, client: Client) -> None:
    draft = house.submitted(body=BODY)
    assert draft.current_version is not None
    client.force_login(house.first_reviewer)
    address, place = reverse("content:thread_open", args=[draft.pk]), units_of(draft.current_version.sealed)[2]
    data = {"sha256": draft.current_version.sha256, "anchor": place.value, "text": "出处呢？",
            "start": place.start + 3, "end": place.start + 7}  # fmt: skip
    answer = client.post(address, data)
    thread = CommentThread.objects.get()
    assert (answer.status_code, thread.quote) == (302, "没有出处")
    page = client.get(reverse("content:review_page", args=[draft.pk])).content.decode()
    assert f'id="thread-{thread.pk}"' in page
    wrong = client.post(address, {**data, "sha256": "0" * 64, "text": "这一句我写了很久"})
    assert (wrong.status_code, "这一句我写了很久" in wrong.content.decode()) == (422, True)
    for anchor in ("body:99999999-3", "asset:999999999999999999999", "asset:x", "nowhere"):
        assert client.post(address, {**data, "anchor": anchor}).status_code == 422
    move = reverse("content:commentthread_move", args=[thread.pk, "resolve"])
    client.post(move, {"version": thread.lock_version})
    thread.refresh_from_db()
    assert thread.status == "resolved"
    client.post(reverse("content:commentthread_move", args=[thread.pk, "nothing"]))
    client.force_login(house.publisher)
    assert client.post(address, data).status_code == 403
    client.force_login(house.stranger)
    assert client.post(address, data).status_code == 404
    assert CommentThread.objects.count() == 1

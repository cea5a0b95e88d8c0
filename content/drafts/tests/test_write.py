"""Writing a draft: what is refused, what is kept, and what an edit voids (R-019, R-033, R-041)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft
from content.drafts.services import create_draft, discard_draft, edit_draft
from content.drafts.urgency import approve_urgency, ask_urgency
from content.review.models import ReviewSlot
from content.review.submission import submit_draft
from governance.ledger.models import LedgerEntry
from governance.public import Deadline, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState

REFUSED: list[tuple[str, Any]] = [
    ("title", "题\u202e目"),
    ("title", "题\u200b目"),
    ("title", "第一行\n第二行"),
    ("title", " "),
    ("title", "长" * 201),
    ("body", "正文\x00"),
    ("body", "正\u202e文"),
    ("body", "半个\ud83d"),
    ("body", "字" * 10_001),
    ("hashtags", ["有 空格"]),
    ("hashtags", [f"标签{n}" for n in range(31)]),
    ("claims", [{"text": "", "source": "某处"}]),
    ("flags", ["unheard_of"]),
    ("content_type", "gossip"),
    ("window_end", NOW - HOUR),
]


def test_what_a_text_must_not_carry_is_refused_by_field_and_nothing_is_stored(house: House) -> None:
    for field, value in REFUSED:
        with pytest.raises(Refused) as refusal:
            house.draft(urgent_reason="急", plan_item=None, **{field: value})
        assert refusal.value.field == field, (field, str(refusal.value))
    assert not Draft.objects.exists()


def test_the_limit_is_named_with_the_count(house: House) -> None:
    with pytest.raises(Refused, match="10,000"):
        house.draft(urgent_reason="急", plan_item=None, body="字" * 10_001)


def test_what_is_allowed_is_kept_as_written(house: House) -> None:
    family = "一家人👨\u200d👩\u200d👧 مرحبا"
    draft = house.draft(
        title=family,
        body=f"{family}\r\n第二行",
        hashtags=["#新品", "新品", "上市"],
        ad_declared=True,
        claims=[{"text": "销量第三", "source": "年报"}, {"text": "", "source": ""}],
    )
    draft.refresh_from_db()
    assert draft.title == family
    assert draft.body == f"{family}\n第二行"
    assert draft.hashtags == ["新品", "上市"]
    assert draft.flags == ["advertising"]
    assert draft.claims == [{"text": "销量第三", "source": "年报"}]


def test_who_may_not_write_for_one_of_the_accounts_writes_for_none(house: House) -> None:
    with pytest.raises(NotAllowed):
        create_draft(actor=house.stranger, account=house.account, at=NOW, title="x", content_type="culture",
                     medium="text")  # fmt: skip
    draft = house.draft(accounts=[house.weibo])
    assert set(draft.targets.all()) == {house.account, house.weibo}
    with pytest.raises(NotAllowed):
        edit_draft(draft, actor=house.first_reviewer, at=NOW, body="改")


def test_a_file_of_strangers_cannot_be_put_into_a_draft(house: House) -> None:
    picture = house.picture()
    picture.uploaded_by, picture.account = house.stranger, type(house.account).objects.create(handle="other")
    picture.save()
    with pytest.raises(NotAllowed):
        house.draft(assets=[picture])


def test_an_urgent_reason_needs_a_yes_from_two_people(house: House) -> None:
    draft = house.draft(plan_item=None, urgent_reason="突发停电公告")
    with pytest.raises(NotAllowed):
        submit_draft(draft, actor=house.author, at=NOW)
    with pytest.raises(WrongState):
        approve_urgency(draft, actor=house.manager, note="可以", at=NOW)
    with pytest.raises(NotAllowed):
        ask_urgency(draft, actor=house.stranger, at=NOW)
    ask_urgency(draft, actor=house.author, at=NOW)
    for nobody in (house.author, house.first_reviewer):
        with pytest.raises(NotAllowed):
            approve_urgency(draft, actor=nobody, note="可以", at=NOW)
    with pytest.raises(Refused):
        approve_urgency(draft, actor=house.manager, note=" ", at=NOW)
    half = approve_urgency(draft, actor=house.manager, note="可以", at=NOW)
    assert half.urgent_approved_by is None
    with pytest.raises(NotAllowed):
        approve_urgency(draft, actor=house.manager, note="再来一次", at=NOW)
    changed = edit_draft(draft, actor=house.author, urgent_reason="另一件事", at=NOW)
    with pytest.raises(WrongState):
        approve_urgency(draft, actor=house.department_head, note="可以", at=NOW)
    ask_urgency(draft, actor=house.author, at=NOW)
    approve_urgency(draft, actor=house.department_head, note="可以", at=NOW)
    assert approve_urgency(draft, actor=house.manager, note="可以", at=NOW).urgent_approved_by == house.manager
    changed = edit_draft(draft, actor=house.author, urgent_reason="第三件事", at=NOW)
    assert changed.urgent_approved_by is None
    ask_urgency(draft, actor=house.author, at=NOW)
    for person in (house.manager, house.department_head):
        approve_urgency(draft, actor=person, note="可以", at=NOW)
    assert submit_draft(draft, actor=house.author, at=NOW).status == "first_review"


@pytest.mark.parametrize(
    "missing",
    [
        {"plan_item": None}, {"window_start": None}, {"hashtags": [], "no_hashtag_reason": ""}, {"body": " "},
        {"medium": "image"},
    ],
)  # fmt: skip
def test_a_draft_that_lacks_something_cannot_be_submitted(house: House, missing: dict[str, Any]) -> None:
    draft = house.draft(**missing)
    with pytest.raises(Refused):
        submit_draft(draft, actor=house.author, at=NOW)
    draft.refresh_from_db()
    assert (draft.status, draft.versions.count(), ReviewSlot.objects.count()) == ("draft", 0, 0)


def test_an_edit_voids_every_signature_whatever_the_state(house: House) -> None:
    draft = house.approved()
    assert (draft.status, draft.slots_signed) == ("approved", 2)
    changed = edit_draft(draft, actor=house.author, version=draft.lock_version, body="改了一个字。", at=NOW + HOUR)
    assert (changed.status, changed.first_signer, changed.final_signer) == ("draft", None, None)
    assert (changed.slots_signed, changed.approved_at) == (0, None)
    assert not ReviewSlot.objects.filter(draft=draft, voided_at=None).exists()
    again = submit_draft(changed, actor=house.author, at=NOW + HOUR)
    assert again.versions_count == 2
    edit_draft(again, actor=house.author, accounts=[house.weibo], at=NOW + HOUR)
    again.refresh_from_db()
    assert again.status == "draft"
    assert not Deadline.objects.filter(kind="draft", object_id=draft.pk, state="running").exists()


def test_an_edit_that_changes_nothing_voids_nothing(house: House) -> None:
    draft = house.submitted()
    same = edit_draft(draft, actor=house.author, body=draft.body, window_end=NOW + timedelta(days=3), at=NOW)
    assert (same.status, same.lock_version) == ("first_review", draft.lock_version)


def test_an_old_page_cannot_overwrite_a_newer_change(house: House) -> None:
    draft = house.draft()
    edit_draft(draft, actor=house.author, version=0, body="第一处修改", at=NOW)
    with pytest.raises(StaleVersion):
        edit_draft(draft, actor=house.author, version=0, body="第二处修改", at=NOW)


def test_a_published_draft_cannot_be_edited_and_a_discarded_one_not_submitted(house: House) -> None:
    published = house.published().draft
    with pytest.raises(WrongState):
        edit_draft(published, actor=house.author, body="事后修改", at=NOW + 9 * HOUR)
    draft = house.draft()
    with pytest.raises(NoteRequired):
        discard_draft(draft, actor=house.author, note="", at=NOW)
    discard_draft(draft, actor=house.author, note="过时了", at=NOW)
    with pytest.raises(WrongState):
        submit_draft(draft, actor=house.author, at=NOW)


def test_the_ledger_holds_names_of_fields_and_no_words(house: House) -> None:
    draft = house.draft(body="绝不进账本的一句话")
    edit_draft(draft, actor=house.author, body="也不进账本", at=NOW)
    entries = LedgerEntry.objects.filter(kind="draft", object_id=draft.pk)
    assert "账本" not in str(list(entries.values_list("payload", flat=True)))
    assert entries.filter(event="draft.changed", payload__fields=["body"]).exists()

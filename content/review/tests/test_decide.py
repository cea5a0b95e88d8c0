"""Signing: who, on what, with what marked, and what follows (R-030 to R-036, R-044, R-045)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts.public import User
from content.conftest import HOUR, NOW, House
from content.drafts.models import Draft, DraftVersion
from content.drafts.services import edit_draft
from content.review.chain import chain_of
from content.review.clearing import answer_finding
from content.review.models import ReviewFinding, ReviewSlot
from content.review.pages import changes_since
from content.review.queries import waiting_for
from content.review.services import decide
from content.review.submission import submit_draft, take_back
from governance.ledger.models import LedgerEntry
from governance.public import Deadline, NotAllowed, NoteRequired, Refused, StaleVersion, WrongState, grant_role
from tests.qualifying import qualify

BLOCKED = "我们是国家级的第一品牌，欢迎到店。"


def codes(draft: Draft) -> list[str]:
    slots = ReviewSlot.objects.filter(version_id=draft.current_version_id).order_by("position")
    return list(slots.values_list("code", flat=True))


def test_the_slots_follow_from_rule_books_and_flags(house: House) -> None:
    assert codes(house.submitted()) == ["first", "final"]
    assert codes(house.submitted(flags=["important"])) == ["first", "final", "executive"]
    assert codes(house.submitted(ad_declared=True, body="广告：新品上市")) == ["first", "final", "legal"]
    on_both = house.submitted(house.weibo, accounts=[house.account], units=["rnd"])
    assert codes(on_both) == ["first", "unit:rnd", "final", "legal"]


def test_no_rule_book_can_go_below_two_signatures(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("content.review.chain.slots_for", lambda *_args, **_named: [])
    floor = chain_of(Draft(account=house.account), [house.account])
    assert [(slot.stage, slot.permission) for slot in floor] == [
        ("first", "accounts.review_first"), ("final", "accounts.review_final"),
    ]  # fmt: skip


def test_two_stages_by_two_people_make_it_approved(house: House) -> None:
    draft = house.submitted()
    assert list(waiting_for(house.first_reviewer).values_list("code", flat=True)) == ["first"]
    assert not waiting_for(house.final_reviewer).exists()
    with pytest.raises(WrongState):
        house.sign(draft, "final", house.final_reviewer)
    after_first = house.sign(draft, "first", house.first_reviewer)
    assert (after_first.status, after_first.slots_signed) == ("final_review", 1)
    done = house.sign(draft, "final", house.final_reviewer)
    assert (done.status, done.first_signer, done.final_signer) == ("approved", house.first_reviewer,
                                                                   house.final_reviewer)  # fmt: skip
    purposes = Deadline.objects.filter(kind="draft", object_id=draft.pk).order_by("id")
    assert list(purposes.values_list("purpose", "state")) == [("review_first", "met"), ("review_final", "met")]
    entries = LedgerEntry.objects.filter(kind="draft", object_id=draft.pk).order_by("id")
    events = list(entries.values_list("event", flat=True))
    assert events == ["draft.created", "draft.submitted", "draft.passed_first", "draft.approved"]


def test_nobody_signs_what_they_wrote_or_signed_or_may_not(house: House) -> None:
    everything = User.objects.create_user("root", is_superuser=True)
    qualify(everything, house.author, by=house.manager)
    draft = house.submitted()
    for nobody in (house.author, house.stranger, house.publisher, house.final_reviewer):
        with pytest.raises(NotAllowed):
            house.sign(draft, "first", nobody)
    with pytest.raises(NotAllowed):
        house.sign(draft, "first", everything)
    for role in ("first_reviewer", "final_reviewer"):
        grant_role(everything, role, accounts=[house.account], actor=None)
    everything = User.objects.get(pk=everything.pk)
    house.sign(draft, "first", everything)
    with pytest.raises(NotAllowed):
        house.sign(draft, "final", everything)
    grant_role(house.author, "final_reviewer", accounts=[house.account], actor=None)
    with pytest.raises(NotAllowed):
        house.sign(draft, "final", User.objects.get(pk=house.author.pk))


def test_who_wrote_in_it_later_cannot_sign_it_either(house: House) -> None:
    grant_role(house.first_reviewer, "author", accounts=[house.account], actor=None)
    both = User.objects.get(pk=house.first_reviewer.pk)
    draft = house.draft()
    edit_draft(draft, actor=both, body="由审核人改写的正文。", at=NOW)
    submit_draft(draft, actor=house.author, at=NOW)
    with pytest.raises(NotAllowed):
        house.sign(draft, "first", both)


def test_a_signature_for_several_accounts_needs_the_right_on_all(house: House) -> None:
    only_one = User.objects.create_user("half")
    qualify(only_one, by=house.manager)
    grant_role(only_one, "first_reviewer", accounts=[house.account], actor=None)
    draft = house.submitted(accounts=[house.weibo])
    with pytest.raises(NotAllowed):
        house.sign(draft, "first", only_one)
    house.sign(draft, "first", house.first_reviewer)


def test_a_unit_confirms_its_own_facts(house: House) -> None:
    elsewhere = User.objects.create_user("elsewhere")
    grant_role(elsewhere, "department_head", accounts=[house.weibo], actor=None)
    draft = house.submitted(house.weibo, units=["rnd"])
    with pytest.raises(NotAllowed):
        house.sign(draft, "unit:rnd", elsewhere)
    half = house.sign(draft, "unit:rnd", house.department_head)
    assert (half.status, half.slots_signed) == ("first_review", 1)
    assert house.sign(draft, "first", house.first_reviewer).status == "final_review"


@pytest.mark.parametrize("age", [None, timedelta(minutes=6), -timedelta(minutes=1)])
def test_a_signature_needs_a_fresh_password(house: House, age: timedelta | None) -> None:
    draft = house.submitted()
    with pytest.raises(NotAllowed):
        house.sign(draft, "first", house.first_reviewer,
                   reauthenticated_at=None if age is None else NOW + HOUR - age)  # fmt: skip


def test_every_criterion_is_marked_and_nothing_failed_is_approved(house: House) -> None:
    draft = house.submitted()
    slot = house.slot(draft, "first")
    assert "relevance" in slot.criteria
    marks = dict.fromkeys(slot.criteria, "pass")
    for wrong in ({}, {**marks, "truth": "maybe"}, {**marks, "truth": "fail"}):
        with pytest.raises(Refused) as refusal:
            house.sign(draft, "first", house.first_reviewer, marks=wrong)
        assert refusal.value.field == "marks"
    with pytest.raises(NoteRequired):
        house.sign(draft, "first", house.first_reviewer, "approve_note")
    house.sign(draft, "first", house.first_reviewer, "approve_note", note="标题可更短", marks={**marks, "truth": "na"})
    slot.refresh_from_db()
    assert (slot.marks["truth"], slot.note, slot.decision) == ("na", "标题可更短", "approve_note")


def test_changes_are_requested_for_a_named_problem_and_void_everything(house: House) -> None:
    draft = house.submitted(flags=["important"])
    house.sign(draft, "first", house.first_reviewer)
    house.sign(draft, "executive", house.executive)
    with pytest.raises(NoteRequired):
        house.sign(draft, "final", house.final_reviewer, "changes", problems=[{"text": " "}])
    problems = [{"text": "数据没有出处", "criterion": "brand_image"}]
    back = house.sign(draft, "final", house.final_reviewer, "changes", problems=problems)
    assert (back.status, back.slots_signed, back.first_signer) == ("draft", 0, None)
    assert back.returned_at == NOW + HOUR
    assert ReviewFinding.objects.get().text == "数据没有出处"
    assert not ReviewSlot.objects.filter(draft=draft, voided_at=None).exists()
    fix = Deadline.objects.get(kind="draft", object_id=draft.pk, purpose="fix")
    assert (fix.state, fix.owner) == ("running", house.author)
    edit_draft(draft, actor=house.author, body="改好的正文，数据见年报。", at=NOW + 2 * HOUR)
    again = submit_draft(draft, actor=house.author, at=NOW + 2 * HOUR)
    fix.refresh_from_db()
    assert (fix.state, again.versions_count, again.returned_at) == ("met", 2, None)
    version = DraftVersion.objects.get(draft=again, number=2)
    since = changes_since(again, version, house.final_reviewer)
    assert since is not None
    assert since[0].number == 1
    assert {piece.kind for piece in since[1].text} >= {"added", "removed"}
    assert changes_since(again, version, house.legal) is None


def test_a_page_of_an_older_version_cannot_sign_the_newer(house: House) -> None:
    draft = house.submitted()
    old = house.slot(draft, "first")
    sha256 = DraftVersion.objects.get(draft=draft).sha256
    edit_draft(draft, actor=house.author, body="另一段正文。", at=NOW)
    submit_draft(draft, actor=house.author, at=NOW)
    marks = dict.fromkeys(old.criteria, "pass")
    values: dict[str, Any] = {"marks": marks, "reauthenticated_at": NOW, "at": NOW}
    with pytest.raises(StaleVersion):
        decide(old, actor=house.first_reviewer, decision="approve", **values)
    with pytest.raises(StaleVersion):
        decide(house.slot(draft, "first"), actor=house.first_reviewer, decision="approve", sha256=sha256, **values)


def test_what_was_taken_back_waits_for_nobody(house: House) -> None:
    draft = house.submitted()
    slot = house.slot(draft, "first")
    assert take_back(draft, actor=house.author, at=NOW).status == "draft"
    with pytest.raises(WrongState):
        house.sign(draft, "first", house.first_reviewer)
    slot.refresh_from_db()
    assert slot.voided_at == NOW


def test_statements_without_a_source_stop_at_the_final_review(house: House) -> None:
    draft = house.submitted(claims=[{"text": "销量第三", "source": ""}])
    house.sign(draft, "first", house.first_reviewer)
    with pytest.raises(Refused):
        house.sign(draft, "final", house.final_reviewer)


def test_blocking_words_need_legal_and_a_reason(house: House) -> None:
    draft = house.draft(body=BLOCKED)
    with pytest.raises(Refused) as refusal:
        submit_draft(draft, actor=house.author, at=NOW)
    assert refusal.value.field == "override_reason"
    submit_draft(draft, actor=house.author, override_reason="称号为官方授予，证书在案", at=NOW)
    assert codes(Draft.objects.get(pk=draft.pk)) == ["first", "final", "legal"]
    draft.refresh_from_db()
    version = draft.current_version
    assert version is not None
    for finding in version.findings.filter(severity="warn"):
        answer_finding(finding, actor=house.first_reviewer, answer="已核实", at=NOW)
    house.sign(draft, "first", house.first_reviewer)
    with pytest.raises(Refused):
        house.sign(draft, "final", house.final_reviewer)
    block = version.findings.filter(severity="block").first()
    assert block is not None
    for nobody in (house.author, house.first_reviewer, house.stranger):
        with pytest.raises(NotAllowed):
            answer_finding(block, actor=nobody, answer="没问题", reauthenticated_at=NOW, at=NOW)
    with pytest.raises(NoteRequired):
        answer_finding(block, actor=house.legal, answer=" ", at=NOW)
    for finding in version.findings.filter(severity="block"):
        answer_finding(finding, actor=house.legal, answer="证书编号 2026-1", reauthenticated_at=NOW, at=NOW)
    house.sign(draft, "legal", house.legal)
    assert house.sign(draft, "final", house.final_reviewer).status == "approved"


def test_the_database_refuses_an_approval_without_two_other_signers(house: House) -> None:
    draft = house.submitted()
    for values in (
        {}, {"first_signer": house.first_reviewer}, {"first_signer": house.legal, "final_signer": house.legal},
        {"first_signer": house.author, "final_signer": house.legal},
        {"first_signer": house.legal, "final_signer": house.author},
    ):  # fmt: skip
        for status in ("approved", "scheduled", "published"):
            with pytest.raises(IntegrityError), transaction.atomic():
                Draft.objects.filter(pk=draft.pk).update(status=status, scheduled_at=NOW, **values)
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE content_draft SET status = 'approved' WHERE id = %s", [draft.pk])


def test_the_database_keeps_versions_and_one_signature_per_person(house: House) -> None:
    draft = house.approved()
    for change in (
        lambda: DraftVersion.objects.update(sha256="0" * 64),
        lambda: DraftVersion.objects.all().delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    final = ReviewSlot.objects.filter(pk=house.slot(draft, "final").pk)
    changes: tuple[dict[str, Any], ...] = (
        {"signer": house.first_reviewer}, {"reauthenticated_at": None}, {"marks": {}}, {"decision": "changes"},
        {"note": "x"}, {"sha256": "0" * 64}, {"decided_at": None},
    )  # fmt: skip
    for values in changes:
        with pytest.raises(DatabaseError), transaction.atomic():
            final.update(**values)
    with pytest.raises(DatabaseError), transaction.atomic():
        final.delete()
    again = house.submitted()
    house.sign(again, "first", house.first_reviewer)
    with pytest.raises(IntegrityError), transaction.atomic():
        ReviewSlot.objects.filter(pk=house.slot(again, "final").pk).update(signer=house.first_reviewer)

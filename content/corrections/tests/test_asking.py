"""Asking for a correction: what is wrong, what should stand, one at a time, by who works there (R-027)."""

from __future__ import annotations

from typing import Any

import pytest

from content.conftest import HOUR
from content.corrections.models import Correction
from content.corrections.tests.conftest import ASKED, RIGHT, Wrong
from content.publishing.withdrawing import withdraw_publication
from governance.public import LedgerEntry, NotAllowed, NoteRequired, Refused, WrongState
from tests.agreeing import agreed


def test_a_first_reviewer_is_asked_first_and_the_ledger_holds_no_words(wrong: Wrong) -> None:
    row = wrong.ask()
    assert row.request is not None
    assert [person.person for person in row.request.deciders.all()] == [wrong.house.first_reviewer]
    entry = LedgerEntry.objects.get(event="correction.asked")
    assert entry.payload == {"publication": wrong.post.pk, "sha256": row.sha256}
    assert RIGHT not in str(entry.payload)


@pytest.mark.parametrize("field", ["wrong", "corrected_text", "noticed_by"])
def test_nothing_of_it_is_left_out(wrong: Wrong, field: str) -> None:
    empty: dict[str, Any] = {field: " \u200b "}
    with pytest.raises(NoteRequired) as refusal:
        wrong.ask(**empty)
    assert refusal.value.field == field


def test_the_text_that_stands_is_no_correction_of_itself(wrong: Wrong) -> None:
    with pytest.raises(Refused) as refusal:
        wrong.ask(corrected_text=f"  {wrong.post.published_text}\n")
    assert refusal.value.field == "corrected_text"


def test_words_that_may_not_be_published_do_not_come_in_by_a_correction(wrong: Wrong) -> None:
    with pytest.raises(Refused) as refusal:
        wrong.ask(corrected_text="我们的新品是全国第一，效果最佳。")
    assert refusal.value.field == "corrected_text"
    assert all(words in str(refusal.value) for words in ("全国第一", "最佳", "广告法"))
    assert not Correction.objects.exists()


def test_only_who_works_on_the_account_asks(wrong: Wrong) -> None:
    for person in (wrong.house.stranger, wrong.house.auditor):
        with pytest.raises(NotAllowed):
            wrong.ask(person)
    wrong.ask(wrong.house.author)


def test_two_at_once_are_one(wrong: Wrong) -> None:
    wrong.ask()
    with pytest.raises(WrongState):
        wrong.ask(wrong.house.author, corrected_text="又一个版本的正文。")
    assert Correction.objects.count() == 1


def test_a_withdrawn_post_is_not_corrected(wrong: Wrong) -> None:
    house = wrong.house
    agreed("publication_withdraw", actor=house.publisher, target=wrong.post, by=house.manager, at=ASKED)
    withdraw_publication(wrong.post, actor=house.publisher, reason="事实有误", at=ASKED)
    with pytest.raises(WrongState):
        wrong.ask(at=ASKED + HOUR)


def test_who_asks_does_not_decide_and_neither_does_who_wrote_it(wrong: Wrong) -> None:
    house = wrong.house
    row = wrong.ask(house.author)
    for person in (house.author, house.publisher, house.final_reviewer):
        with pytest.raises(NotAllowed):
            wrong.decide(row, person)
    wrong.decide(row, house.first_reviewer)
    for person in (house.author, house.publisher, house.first_reviewer):
        with pytest.raises(NotAllowed):
            wrong.decide(row, person)
    wrong.decide(row, house.final_reviewer)
    assert row.status == "agreed"


@pytest.mark.parametrize(
    "added", ["详情见 https://evil.example/sale", "联系邮箱 someone@evil.example", "电话13812345678"]
)
def test_what_somebody_would_have_to_answer_does_not_come_in_by_a_correction(wrong: Wrong, added: str) -> None:
    with pytest.raises(Refused) as refusal:
        wrong.ask(corrected_text=f"{RIGHT}{added}")
    assert refusal.value.field == "corrected_text"
    assert not Correction.objects.exists()


def test_a_final_reviewer_who_asks_needs_another_one(wrong: Wrong) -> None:
    with pytest.raises(NotAllowed):
        wrong.ask(wrong.house.final_reviewer)
    assert not Correction.objects.exists()

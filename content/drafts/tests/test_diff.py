"""The difference of two texts, by character for Chinese and by word for the rest."""

import time
from datetime import timedelta

import pytest

from content.conftest import NOW, House
from content.drafts.diff import pieces
from content.drafts.differences import differences
from content.drafts.sealing import digest, text_of
from content.drafts.services import edit_draft
from content.review.submission import submit_draft, take_back


def test_one_changed_character_is_all_that_is_marked() -> None:
    found = [(piece.kind, piece.text) for piece in pieces("新品今天上市", "新品明天上市")]
    assert found == [("same", "新品"), ("removed", "今"), ("added", "明"), ("same", "天上市")]


def test_latin_words_stay_whole() -> None:
    found = [(piece.kind, piece.text) for piece in pieces("our best coffee", "our good coffee")]
    assert ("removed", "best") in found
    assert ("added", "good") in found


def test_the_new_text_can_be_put_together_again() -> None:
    before, after = "一二三 four\n五", "一二 four six\n五!"
    found = pieces(before, after)
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert "".join(piece.text for piece in found if piece.kind != "added") == before
    assert pieces("", "") == []


def test_the_hash_does_not_depend_on_the_order_of_keys() -> None:
    assert digest({"a": 1, "b": "文"}) == digest({"b": "文", "a": 1})
    assert digest({"a": 1}) != digest({"a": 2})
    assert text_of("题", "", ["标签", "b"]) == "题\n#标签 #b"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("啊哦" * 950, "哦啊啊" * 3300),
        ("\n" * 5000, "a\n" * 5000),
        ("".join(chr(0x4E00 + n) + "甲" for n in range(4900)), "".join(chr(0x4E00 + n) + "乙" for n in range(4900))),
        ("a.b!" * 2000, "b.a!" * 2400),
    ],
)
def test_two_texts_that_repeat_themselves_are_compared_within_bounds(before: str, after: str) -> None:
    begun = time.process_time()
    found = pieces(before, after)
    assert time.process_time() - begun < 20  # it took minutes; bounded, it takes under a second
    assert "".join(piece.text for piece in found if piece.kind != "removed") == after
    assert "".join(piece.text for piece in found if piece.kind != "added") == before


def test_a_long_text_with_one_word_changed_marks_that_word_alone() -> None:
    text = "".join(f"第{number}句话说的是同一件事情。" for number in range(700))
    found = pieces(text, text.replace("第350句话", "第350句诗"))
    changed = [(piece.kind, piece.text) for piece in found if piece.kind != "same"]
    assert changed == [
        ("removed", "话"),
        ("added", "诗"),
    ]


def test_a_claim_a_window_and_a_file_that_changed_are_shown_beside_the_text(house: House) -> None:
    draft = house.submitted()
    take_back(draft, actor=house.author, at=NOW)
    picture = house.picture()
    edit_draft(
        draft, actor=house.author, at=NOW, claims=[{"text": "销量第三", "source": "年报"}], assets=[picture],
        window_end=NOW + timedelta(days=9), flags=["important"],
    )  # fmt: skip
    submit_draft(draft, actor=house.author, at=NOW)
    new, old = draft.versions.all()
    found = differences(old.sealed, new.sealed)
    assert found.same_text
    shown = {str(row.label): (row.removed, row.added) for row in found.fields}
    assert ([], ["销量第三 — 年报"]) in shown.values()
    assert ([], [picture.shown_name]) in shown.values()
    assert len(shown) == 4
    assert differences(new.sealed, new.sealed).fields == []

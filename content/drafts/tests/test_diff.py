"""The difference of two texts, by character for Chinese and by word for the rest."""

from content.drafts.diff import pieces
from content.drafts.sealing import digest, text_of


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

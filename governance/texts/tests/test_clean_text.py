"""What a text may carry, by the hostile texts of the reliability plan."""

import pytest

from governance.refusals.exceptions import Refused
from governance.texts.hygiene import clean_name, clean_text, has_visible_text


@pytest.mark.parametrize(
    "text",
    [
        "a\0b\x1b[31mred\x07",
        "half \ud83d",
        "invoice\u202egpj.exe",
        "Z" + "".join(chr(0x300 + i % 0x6F) for i in range(500)),
    ],
)
def test_a_text_that_hides_something_is_refused_in_words(text: str) -> None:
    with pytest.raises(Refused) as refusal:
        clean_text(text, field="text", limit=10_000)
    assert refusal.value.field == "text"
    assert len(str(refusal.value.sentence)) > 20


def test_a_text_beyond_the_limit_is_refused_with_both_numbers() -> None:
    with pytest.raises(Refused) as refusal:
        clean_text("评" * 1_000_000, field="text", limit=10_000)
    assert "1,000,000" in str(refusal.value)
    assert "10,000" in str(refusal.value)


def test_emoji_sequences_and_arabic_stay_byte_for_byte() -> None:
    for text in (
        "👨‍👩‍👧‍👦" * 10 + "🏳️‍🌈🇨🇳",
        "إعلان جديد للمنتج 2026",
        "{{ settings.SECRET_KEY }} <svg onload=alert(1)>",
    ):
        assert clean_text(text, field="text", limit=10_000) == text


def test_both_forms_of_a_letter_become_one() -> None:
    assert clean_text("Zoe\u0308", field="text", limit=99) == clean_text("Zo\u00eb", field="text", limit=99)


def test_a_strangers_words_keep_their_direction_marks_but_no_control_characters() -> None:
    assert clean_text("x\u202ey", field="text", limit=99, foreign=True) == "x\u202ey"
    with pytest.raises(Refused):
        clean_text("x\0y", field="text", limit=99, foreign=True)


def test_a_strangers_name_loses_what_hides_and_is_cut() -> None:
    assert clean_name("ad\u200bmin\u202e\0 \n x", limit=40) == "admin x"
    assert len(clean_name("名" * 300, limit=120)) == 120


def test_one_line_refuses_a_break_and_an_invisible_letter() -> None:
    for text in ("Subject\r\nBcc: all@example.org", "ad\u200bmin"):
        with pytest.raises(Refused):
            clean_text(text, field="title", limit=120, one_line=True)


@pytest.mark.parametrize(
    "text", ["", " \n\t", "\u200b", "\u2060\ufeff", "\u3164", "\u2800", "\u00ad", "\u0301", "\u200d\u200c"]
)
def test_what_nobody_sees_is_no_text(text: str) -> None:
    assert not has_visible_text(text)


@pytest.mark.parametrize("text", ["好", "a", "1", "…", "👍", "\u200b.", "مرحبا", "👨\u200d👩\u200d👧"])
def test_one_sign_that_somebody_sees_is_a_text(text: str) -> None:
    assert has_visible_text(text)


@pytest.mark.parametrize("text", [" \n\t", "\u200b", "\u3164", "\u2800"])
def test_a_text_in_which_nobody_sees_anything_is_empty(text: str) -> None:
    assert clean_text(text, field="note", limit=100) == ""


@pytest.mark.parametrize(
    "hidden",
    ["\u061c", "\u200e", "\u2065", "\u206a", "\ue000", "\ufdd0", "\U000e0041", "\u2028", "\u2029"],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_one_line_refuses_what_nobody_sees(hidden: str) -> None:
    with pytest.raises(Refused):
        clean_text(f"新品{hidden}上市", field="title", limit=120, one_line=True)


def test_line_ends_that_no_browser_shows_become_lines() -> None:
    assert clean_text("最\u2028好\u2029的", field="body", limit=99) == "最\n好\n的"


def test_flags_of_regions_and_direction_marks_of_strangers_stay_in_one_line() -> None:
    scotland = "\U0001f3f4" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbsct") + "\U000e007f"
    assert clean_text(scotland, field="title", limit=99, one_line=True) == scotland
    assert clean_text("a\u200eb", field="name", limit=99, one_line=True, foreign=True) == "a\u200eb"

"""Hostile text neither breaks the linter nor holds it up."""

import time

import pytest

from content.conftest import NOW, House
from content.drafts.services import edit_draft
from content.linter.linter import lint
from content.linter.markup import mark_up
from content.linter.services import LIMIT, lint_text
from content.review.submission import findings_of
from governance.public import Refused

HOSTILE = {
    "emoji": "👨‍👩‍👧‍👦" * 10 + "🏳️‍🌈🇨🇳",
    "right to left override": "invoice\u202egpj.exe 最好的中介",
    "arabic": "إعلان جديد للمنتج 2026",
    "zero width": "ad\u200bmin\u200d",
    "zalgo": "Z" + "".join(chr(0x300 + i % 0x6F) for i in range(500)),
    "control characters": "a\0b\x1b[31mred\x07 史上最快",
    "lone surrogate": "a\ud83d史上最快",
    "template": "{{ settings.SECRET_KEY }} {% debug %} ${7*7} {0.__class__}",
    "script": '"><svg onload=alert(1)> 最好的<img src onerror=alert(1)>',
    "sql": "' OR 1=1 --  %' ; DROP TABLE x; -- \\",
    "empty": "",
    "blank": " \n\t ",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_text_is_linted_and_marked_without_breaking(text):
    findings = lint(text)
    for finding in findings:
        assert text[finding.start : finding.end] == finding.text
    marked = str(mark_up(text, findings))
    assert "<svg" not in marked
    assert "<img" not in marked
    assert "\u202e" not in marked


@pytest.mark.parametrize(
    "text",
    ["a" * 50_000 + "!", "a@" * 20_000, "1" * 50_000, "最" * 50_000, "最好" * 20_000, "第一次" * 15_000, "a." * 25_000,
     "保证" * 20_000, "http://" * 8_000, "-----begin " * 4_000, "1380000" * 7_000, "密码:" * 15_000, "\u200b" * 50_000,
     "cure " * 10_000, "全国" * 25_000, "不" * 50_000, "🔥" * 50_000, "sk-" * 15_000, "吃药" * 25_000],
    ids=lambda text: text[:6].encode("unicode_escape").decode(),
)  # fmt: skip
def test_endless_repetition_is_answered_in_time(text):
    lint("warm")
    begun = time.process_time()
    lint(text)
    assert time.process_time() - begun < 3


@pytest.mark.parametrize(
    "text",
    ["FDА аpprоved supplement", "ＦＤＡ approved", "FDA ap\u200bproved", "FDA a\u0301pproved", "\u202eFDA approved"],
)
def test_lookalike_invisible_and_turned_letters_hide_no_word(text):
    assert any(one.rule == "V-04.authority" for one in lint(text))


@pytest.mark.parametrize(
    ("field", "text"),
    [("title", "新品\u202e上市"), ("title", "新\u200b品"), ("body", "评" * 1_000_000), ("title", "题" * 5_000)],
    ids=["turned", "invisible", "a million", "a long title"],
)
def test_a_text_that_cannot_be_taken_is_refused_in_words_and_the_draft_is_kept(house: House, field, text):
    draft = house.draft()
    before = (draft.title, draft.body, draft.lock_version)
    with pytest.raises(Refused, match=r"[.。]$") as refusal:
        edit_draft(draft, actor=house.author, version=draft.lock_version, at=NOW, **{field: text})
    assert refusal.value.field == field
    draft.refresh_from_db()
    assert (draft.title, draft.body, draft.lock_version) == before


def test_a_title_of_lookalike_letters_is_stored_and_its_words_are_found(house: House):
    draft = house.draft(title="FDА аpprоved")
    assert "V-04.authority" in {one.rule for one in findings_of(draft, list(draft.targets.all()))}


def test_a_million_characters_are_refused_with_the_limit_named():
    begun = time.process_time()
    with pytest.raises(Refused) as refusal:
        lint_text("评" * 1_000_000)
    assert f"{LIMIT:,}" in str(refusal.value)
    assert "1,000,000" in str(refusal.value)
    assert time.process_time() - begun < 0.5


def test_the_marks_keep_every_character_and_nest_nowhere():
    text = "保证百分百下签，<b>史上最快</b>，VX：abc12345"
    marked = str(mark_up(text, lint(text)))
    assert "&lt;b&gt;" in marked
    assert marked.count("<mark") == marked.count("</mark>")
    depth = 0
    for piece in marked.replace("</mark>", "\0-").replace("<mark", "\0+").split("\0")[1:]:
        depth += 1 if piece[0] == "+" else -1
        assert depth in (0, 1)


@pytest.mark.parametrize(
    "gap", ["\u2028", "\u2029", "\u1160", "\u3164", "\uffa0"], ids=lambda gap: f"U+{ord(gap):04X}"
)
def test_what_shows_as_nothing_or_a_blank_hides_no_word(gap):
    assert [finding.rule for finding in lint(f"第{gap}一{gap}品{gap}牌")] == [
        finding.rule for finding in lint("第 一 品 牌")
    ]
    assert lint(f"第{gap}一{gap}品{gap}牌")

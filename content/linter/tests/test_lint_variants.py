"""The same words written otherwise - traditional, full-width, by sound, spaced, split by emoji - are found too."""

import json
from pathlib import Path

import pytest

from content.linter.findings import LintContext, blocks
from content.linter.linter import lint

CASES = json.loads((Path(__file__).parent / "variants.json").read_text(encoding="utf-8"))
WAYS = ("traditional", "full_width", "homophone", "spaced", "emoji")
XIAOHONGSHU = LintContext(platforms="xiaohongshu")
WRITTEN = [(way, case) for case in CASES for way in WAYS]


@pytest.mark.parametrize(("way", "case"), WRITTEN, ids=[f"{case['plain'][:6]}-{way}" for way, case in WRITTEN])
def test_a_risky_line_is_flagged_however_it_is_written(way: str, case: dict[str, str]) -> None:
    findings = [one for one in lint(case[way], XIAOHONGSHU) if one.severity in ("block", "warn")]
    assert findings
    assert all(case[way][one.start : one.end] == one.text for one in findings)


def test_at_least_as_many_of_each_way_block_as_of_the_plain_lines_must() -> None:
    for way in ("plain", "traditional", "full_width", "spaced", "emoji"):
        assert sum(blocks(lint(case[way], XIAOHONGSHU)) for case in CASES) >= 10, way


def test_a_word_by_its_sound_says_so_and_a_short_one_only_warns() -> None:
    (long,) = lint("我们保正下千", XIAOHONGSHU)
    assert (long.severity, long.text) == ("block", "保正下千")
    assert "同音" in long.message_zh
    assert "same sound" in long.message_en
    short, _ease = lint("醉快3个月就能获批PR", XIAOHONGSHU)
    assert (short.severity, short.text) == ("warn", "醉快")


@pytest.mark.parametrize(
    "text",
    ["我亲手创作了这幅画", "包裹今天到了", "醉后不要开车", "他手一抬就好了", "维持一周的效果", "最低工资标准每年调整"],
)
def test_everyday_words_that_sound_alike_pass(text: str) -> None:
    assert not [one for one in lint(text, XIAOHONGSHU) if one.severity in ("block", "warn")]

"""5,000 characters against 20,000 terms of the company are linted in 30 ms of processor time."""

from __future__ import annotations

import time
from random import Random

import pytest

from content.linter.findings import Lexicon, LintContext
from content.linter.linter import lint
from content.linter.rules import Rule

pytestmark = pytest.mark.once

COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种面而方后多"
)
LIMIT_SECONDS = 0.03


def a_rule(number: int, term: str) -> Rule:
    return Rule(f"C-{number}", "warn", "company", "x", "x", "x", "x", "x", "x", terms=(term,))


def test_five_thousand_characters_against_twenty_thousand_terms() -> None:
    dice = Random(7)
    hanzi = [chr(0x4E00 + place) for place in range(3000)]
    terms = {"".join(dice.choices(hanzi, k=dice.randint(2, 6))) for _number in range(20_400)}
    lexicon = Lexicon(tuple(a_rule(number, term) for number, term in enumerate(sorted(terms)[:20_000])))
    some = [rule.terms[0] for rule in lexicon.rules[::400]]
    text = "".join("".join(dice.choices(COMMON, k=90)) + "，" + some[place % 50] + "。" for place in range(54))[:5000]
    text = text.ljust(5000, "的")
    context = LintContext(platforms="xiaohongshu", lexicon=lexicon)
    assert len({one.rule for one in lint(text, context)}) >= 40
    took = []
    for _turn in range(5):
        begun = time.process_time()
        lint(text, context)
        took.append(time.process_time() - begun)
    assert min(took) < LIMIT_SECONDS, took

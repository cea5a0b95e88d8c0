"""What a clock is for is named in words in both languages, never by its code."""

from __future__ import annotations

import pytest

from governance.deadlines.rules import PURPOSES


@pytest.mark.parametrize("purpose", ["review_first", "review_final", "review_unit", "checkpoint", "publish", "fix"])
def test_the_clocks_of_a_draft_have_words(purpose: str) -> None:
    assert all(words and "_" not in words for words in PURPOSES[purpose])

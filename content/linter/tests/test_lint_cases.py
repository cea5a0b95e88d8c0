"""What must be flagged is flagged at the word, what must pass passes."""

import json
from pathlib import Path

import pytest

from content.linter.findings import LintContext
from content.linter.linter import lint

CASES = json.loads((Path(__file__).parent / "cases.json").read_text(encoding="utf-8"))


def context_of(case: dict) -> LintContext:
    return LintContext(**{"platforms": "xiaohongshu", **case.get("context", {})})


@pytest.mark.parametrize("case", CASES["risky"], ids=lambda case: case["text"][:30])
def test_risky_copy_is_flagged_at_the_word_with_the_expected_severity(case):
    findings = lint(case["text"], context_of(case))
    at = [f for f in findings if case["at"] in f.text or (f.text and f.text in case["at"])]
    assert any(finding.severity == case["severity"] for finding in at), findings


@pytest.mark.parametrize("case", CASES["clean"], ids=lambda case: case["text"][:30])
def test_clean_copy_passes_without_block_or_warning(case):
    found = [f for f in lint(case["text"], context_of(case)) if f.severity in ("block", "warn")]
    assert not found

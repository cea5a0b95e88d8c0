"""The descriptions of a post's pictures, linted as if they followed its text (R-030, R-045)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from content.linter.findings import Finding, LintContext
from content.linter.labels import LABEL_CODES
from content.linter.services import lint_text


def findings_in(descriptions: Iterable[str], begin: int, context: LintContext) -> Iterator[Finding]:
    """What each says, counted on from `begin`, one line break between them; labels are asked of the post as a whole.

    Raises Refused where one is longer than what can be checked at once.
    """
    for text in descriptions:
        for finding in lint_text(text, context) if text else ():
            if finding.text and finding.rule not in LABEL_CODES:
                yield replace(finding, start=begin + finding.start, end=begin + finding.end)
        begin += len(text) + 1

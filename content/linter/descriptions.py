"""The descriptions of a post's pictures, linted as if they followed its text (R-030, R-045)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Protocol, TypeVar

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


class Placed(Protocol):
    """What was found, and where it begins."""

    @property
    def start(self) -> int: ...

    @property
    def text(self) -> str: ...


Found = TypeVar("Found", bound=Placed)


def by_picture(findings: Iterable[Found], written: str, files: Sequence[tuple[str, str]]) -> list[tuple[Found, int]]:
    """Each finding with the number of the picture in whose description it lies, or 0.

    `files` are kind and description of each, in the order in which `findings_in` was given them after `written`.
    """
    bounds: list[tuple[int, int, int]] = []
    begin, number = len(written) + 1, 0
    for kind, text in files:
        number += kind == "image"
        bounds.append((begin, begin + len(text), number))
        begin += len(text) + 1

    def picture_of(row: Found) -> int:
        inside = (number for first, last, number in bounds if first <= row.start < last)
        return next(inside, 0) if row.text else 0

    return [(row, picture_of(row)) for row in findings]

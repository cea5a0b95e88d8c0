"""The text as HTML with the findings marked in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from content.linter.findings import Finding
from content.linter.rules import RANK

BIDI = dict.fromkeys((*range(0x202A, 0x202F), *range(0x2066, 0x206A)))  # controls that would reorder the page


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text with the findings that lie over it, the gravest first."""

    text: str
    findings: tuple[Finding, ...] = ()

    @property
    def severity(self) -> str:
        """The gravest severity over this stretch."""
        return self.findings[0].severity if self.findings else ""


def segments(text: str, findings: Iterable[Finding]) -> list[Segment]:
    """The text cut wherever a finding begins or ends; findings on the text as a whole mark nothing."""
    placed = sorted((finding for finding in findings if finding.end > finding.start), key=lambda one: one.start)
    cuts = sorted({0, len(text)} | {place for one in placed for place in (one.start, one.end)})
    out: list[Segment] = []
    active: list[Finding] = []
    waiting = iter(placed)
    upcoming = next(waiting, None)
    for start, end in pairwise(cuts):
        active = [one for one in active if one.end > start]
        while upcoming and upcoming.start <= start:
            active.append(upcoming)
            upcoming = next(waiting, None)
        out.append(Segment(text[start:end], tuple(sorted(active, key=lambda one: RANK[one.severity]))))
    return out


def _marked(segment: Segment) -> SafeString:
    text = segment.text.translate(BIDI)
    if not segment.findings:
        return format_html("{}", text)
    title = " ".join(finding.message for finding in segment.findings)
    rules = " ".join(finding.rule for finding in segment.findings)
    return format_html('<mark class="{}" data-rules="{}" title="{}">{}</mark>', segment.severity, rules, title, text)


def mark_up(text: str, findings: Iterable[Finding]) -> SafeString:
    """The text escaped, every finding a <mark> with its severity as class and its message on hover."""
    return format_html_join("", "{}", ((_marked(segment),) for segment in segments(text, findings)))

"""Findings said in a sentence: each word with what is the matter, what would do instead and the rule behind it."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from content.linter.findings import Finding

NAMED = 5  # in one refusal; how many more there are is said


def told(findings: Iterable[Finding]) -> str:
    """Every word once, in the order of the text; what concerns the text as a whole has no word to name."""
    said = list(dict.fromkeys(_told(finding) for finding in findings))
    if (more := len(said) - NAMED) > 0:
        said[NAMED:] = [ngettext("And %(count)d more.", "And %(count)d more.", more) % {"count": more}]
    return " ".join(said)


def _told(finding: Finding) -> str:
    known = {
        "words": finding.shown_text, "why": finding.message, "suggestion": finding.suggestion, "basis": finding.basis,
    }  # fmt: skip
    if finding.text:
        return " ".join((_("“%(words)s”: %(why)s %(suggestion)s (%(basis)s)") % known).split())
    return " ".join((_("%(why)s %(suggestion)s (%(basis)s)") % known).split())

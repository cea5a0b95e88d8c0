"""What the linter is told about a draft, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language

from content.linter.rules import BLOCK, RANK, Rule

EU = frozenset(re.findall("..", "EUATBEBGHRCYCZDKEEFIFRDEGRHUIEITLVLTLUMTNLPLPTROSKSIESSE"))  # two letters each
PRIVATE = frozenset({"personal", "secret"})  # categories whose words must not be copied around

Names = str | tuple[str, ...]


def _names(value: Names) -> frozenset[str]:
    return frozenset((value,) if isinstance(value, str) else value) - {""}


@dataclass(frozen=True, slots=True)
class LintContext:
    """The circumstances of a text. One name or several for pack, platforms, market; empty counts as any."""

    pack: Names = ""
    platforms: Names = ()
    market: Names = "CN"
    language: str = ""
    content_type: str = ""
    stage: str = ""
    ai_declared: bool = False
    ad_declared: bool = False
    has_goods: bool = False
    health_food: bool = False
    for_minors: bool = False
    allowed_hosts: frozenset[str] = frozenset()
    secret_terms: frozenset[str] = frozenset()

    def holds(self, circumstance: str) -> bool:
        """Whether a circumstance named by a rule is given."""
        return bool(getattr(self, circumstance))

    def markets(self) -> frozenset[str]:
        """The markets with the groups they belong to; the overseas pack brings the overseas rules."""
        markets = _names(self.market)
        groups: set[str] = set()
        if markets & EU:
            groups.add("EU")
        if markets - {"CN"}:
            groups.add("OVERSEAS")
        if "overseas" in _names(self.pack):
            groups |= {"OVERSEAS", "US", "EU"}
        return markets | groups

    def concerned(self, rules: Iterable[Rule]) -> set[str]:
        """The codes of the rules that count here at all."""
        platforms, packs, markets = _names(self.platforms), _names(self.pack), self.markets()
        return {
            rule.code
            for rule in rules
            if (not rule.markets or not markets or bool(markets & rule.markets))
            and (not rule.platforms or bool(platforms & rule.platforms))
            and (not rule.not_platforms or not platforms or bool(platforms - rule.not_platforms))
            and (not rule.packs or bool(packs & rule.packs))
            and (not rule.stages or not self.stage or self.stage in rule.stages)
            and all(self.holds(circumstance) for circumstance in rule.when)
        }


@dataclass(frozen=True, slots=True)
class Finding:
    """One place in a text and what is the matter with it; start = end = 0 means the text as a whole."""

    rule: str
    severity: str
    category: str
    start: int
    end: int
    text: str
    message_zh: str
    message_en: str
    suggestion_zh: str
    suggestion_en: str
    basis_zh: str
    basis_en: str

    @classmethod
    def of(cls, rule: Rule, text: str, start: int, end: int) -> Finding:
        """The finding of a rule at a span of the original text."""
        return cls(
            rule.code, rule.severity, rule.category, start, end, text[start:end],
            rule.message_zh, rule.message_en, rule.suggestion_zh, rule.suggestion_en, rule.basis_zh, rule.basis_en,
        )  # fmt: skip

    @property
    def message(self) -> str:
        """What is the matter, in the reader's language."""
        return self._in_language("message")

    @property
    def suggestion(self) -> str:
        """A better wording, in the reader's language."""
        return self._in_language("suggestion")

    @property
    def basis(self) -> str:
        """The law or rule behind it, in the reader's language."""
        return self._in_language("basis")

    @property
    def shown_text(self) -> str:
        """The words, veiled where they are personal data or a secret."""
        if self.category not in PRIVATE or len(self.text) < 4:
            return self.text
        return self.text[:2] + "•" * min(len(self.text) - 2, 8)

    def _in_language(self, name: str) -> str:
        language = "en" if (get_language() or "").startswith("en") else "zh"
        return str(getattr(self, f"{name}_{language}"))

    def as_dict(self) -> dict[str, Any]:
        """The shape that ``manage.py lint_text --json`` prints."""
        return {
            "rule": self.rule, "severity": self.severity, "start": self.start, "end": self.end, "text": self.text,
            "message": self.message, "suggestion": self.suggestion, "basis": self.basis,
        }  # fmt: skip


def blocks(findings: Iterable[Finding]) -> bool:
    """Whether anything among the findings forbids the text (R-045)."""
    return any(finding.severity == BLOCK for finding in findings)


def findings_payload(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """The findings as plain data in both languages, to be frozen with a version; secrets stay veiled."""
    return [
        {
            "rule": finding.rule, "severity": finding.severity, "category": finding.category,
            "start": finding.start, "end": finding.end, "text": finding.shown_text[:500],
            "message_zh": finding.message_zh, "message_en": finding.message_en,
            "suggestion_zh": finding.suggestion_zh, "suggestion_en": finding.suggestion_en,
            "basis_zh": finding.basis_zh, "basis_en": finding.basis_en,
        }
        for finding in findings
    ]  # fmt: skip


def gravest(findings: Iterable[Finding]) -> str:
    """The gravest severity among findings, or an empty string."""
    return min((finding.severity for finding in findings), key=RANK.__getitem__, default="")

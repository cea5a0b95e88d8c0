"""What the linter is told about a draft, and what it answers."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import get_language

from content.linter.rules import BLOCK, RANK, Rule

EU = frozenset(re.findall("..", "EUATBEBGHRCYCZDKEEFIFRDEGRHUIEITLVLTLUMTNLPLPTROSKSIESSE"))  # two letters each
PRIVATE = frozenset({"personal", "secret"})  # categories whose words must not be copied around

Names = str | tuple[str, ...]


def _names(value: Names) -> frozenset[str]:
    return frozenset((value,) if isinstance(value, str) else value) - {""}


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """The words of a company as rules; two of them are the same only where they are one object."""

    rules: tuple[Rule, ...]


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
    allowed_contacts: frozenset[str] = frozenset()
    allowed_codes: frozenset[str] = frozenset()
    goods: frozenset[str] = frozenset()
    lexicon: Lexicon | None = None
    day: date | None = None

    def holds(self, circumstance: str) -> bool:
        """Whether a circumstance named by a rule is given."""
        return bool(getattr(self, circumstance))

    def allows_host(self, host: str) -> bool:
        """Whether a link may lead to this host (R-046)."""
        return bool(host) and any(host == allowed or host.endswith("." + allowed) for allowed in self.allowed_hosts)

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

    def concern(self) -> Callable[[Rule], bool]:
        """A function that tells whether a rule counts here at all; it is asked only about rules that hit."""
        platforms, packs, markets = _names(self.platforms), _names(self.pack), self.markets()
        known: dict[str, bool] = {}

        def concerned(rule: Rule) -> bool:
            if rule.code not in known:
                known[rule.code] = bool(
                    (not rule.markets or not markets or markets & rule.markets)
                    and (not rule.platforms or platforms & rule.platforms)
                    and (not rule.not_platforms or not platforms or platforms - rule.not_platforms)
                    and (not rule.packs or packs & rule.packs)
                    and (not rule.stages or not self.stage or self.stage in rule.stages)
                    and (self.day is None or rule.in_force(self.day))
                    and all(self.holds(circumstance) for circumstance in rule.when)
                )
            return known[rule.code]

        return concerned


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
    wording: str = ""  # a better one to put in its place

    @classmethod
    def of(cls, rule: Rule, text: str, start: int, end: int, wording: str = "") -> Finding:
        """The finding of a rule at a span of the original text, with a better wording where there is one."""
        return cls(
            rule.code, rule.severity, rule.category, start, end, text[start:end],
            rule.message_zh, rule.message_en, rule.suggestion_zh, rule.suggestion_en, rule.basis_zh, rule.basis_en,
            wording,
        )  # fmt: skip

    def on_the_whole(self) -> Finding:
        """The same finding on the post as a whole, with its words kept: what a picture shows stands in no text."""
        return replace(self, start=0, end=0)

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

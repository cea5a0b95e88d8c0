"""The linter itself: one automaton over all words, built once when first asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from content.linter.checks import CHECKS
from content.linter.excuses import excused, excused_by_text
from content.linter.findings import Finding, LintContext
from content.linter.normalise import normalise
from content.linter.rules import RANK, BadRule, Rule, built_in_rules

REACH = 48  # how far around its word a pattern is tried
LONGEST_ALLOWED = 16  # no harmless word is longer
COMPANY_RULE = "R-044.company"  # the row that carries the terms a company gives itself


Use = tuple[str, int, int]  # "term", "allow" or "near", number of the rule, number of the pattern


class Hit(NamedTuple):
    """A rule and a span of the plain form."""

    start: int
    end: int
    rule: Rule


def _edges(term: str) -> tuple[bool, bool]:
    """Whether a term begins, ends with a letter or digit of ours, so that it must be a whole word there."""
    return term[0].isascii() and term[0].isalnum(), term[-1].isascii() and term[-1].isalnum()


class Linter:
    """Rules made ready for matching."""

    def __init__(self, rules: Iterable[Rule]) -> None:
        self.rules = tuple(rules)
        self.checked = tuple(rule for rule in self.rules if rule.check)
        entries: dict[str, list[Use]] = {}
        for number, rule in enumerate(self.rules):
            if rule.check and rule.check not in CHECKS:
                raise BadRule(f"Rule {rule.code} asks for the check {rule.check!r}, which does not exist.")
            self._enter(entries, rule.terms, ("term", number, 0))
            self._enter(entries, rule.allow, ("allow", number, 0))
            for place, pattern in enumerate(rule.patterns):
                self._enter(entries, pattern.near, ("near", number, place))
        self.automaton = ahocorasick.Automaton()
        for term, uses in entries.items():
            self.automaton.add_word(term, (len(term), *_edges(term), tuple(uses)))
        if entries:
            self.automaton.make_automaton()

    @staticmethod
    def _enter(entries: dict[str, list[Use]], terms: Iterable[str], use: Use) -> None:
        for term in terms:
            if plain := normalise(term).text.strip():
                entries.setdefault(plain, []).append(use)

    def lint(self, text: str, context: LintContext | None = None) -> list[Finding]:
        """Everything that is the matter with a text, in the order of the text (R-045)."""
        context = context or LintContext()
        plain = normalise(text)
        concerned = context.concerned(self.rules)
        hits = self._word_hits(plain.text, concerned)
        for rule in self.checked:
            if rule.code in concerned:
                hits.extend(Hit(start, end, rule) for start, end in CHECKS[rule.check](plain.text, context, rule))
        silent = {rule.code for rule in {hit.rule.code: hit.rule for hit in hits}.values()
                  if excused_by_text(rule, plain.text)}  # fmt: skip
        counted = [
            hit
            for hit in hits
            if hit.rule.code not in silent and not excused(hit.rule, plain.text, hit.start, hit.end)
        ]
        findings = []
        for hit in settle(counted):
            start, end = plain.span(hit.start, hit.end) if hit.end > hit.start else (0, 0)
            findings.append(Finding.of(hit.rule, text, start, end))
        return findings

    def _word_hits(self, text: str, concerned: set[str]) -> list[Hit]:
        hits: list[Hit] = []
        allowed: dict[int, dict[int, int]] = {}  # of each rule: where a harmless word starts, where the longest ends
        windows: dict[tuple[int, int], list[tuple[int, int]]] = {}
        if not len(self.automaton):
            return hits
        size = len(text)
        for last, (length, word_start, word_end, uses) in self.automaton.iter(text):
            start, end = last - length + 1, last + 1
            if word_start and start and text[start - 1].isascii() and text[start - 1].isalnum():
                continue
            if word_end and end < size and text[end].isascii() and text[end].isalnum():
                continue
            for use, number, place in uses:
                if self.rules[number].code not in concerned:
                    continue
                if use == "term":
                    hits.append(Hit(start, end, self.rules[number]))
                elif use == "allow":
                    ends = allowed.setdefault(number, {})
                    ends[start] = max(end, ends.get(start, 0))
                else:
                    _widen(windows.setdefault((number, place), []), max(0, start - REACH), min(size, end + REACH))
        for (number, place), spans in windows.items():
            rule = self.rules[number]
            for first, last in spans:
                hits.extend(
                    Hit(match.start(), match.end(), rule)
                    for match in rule.patterns[place].match.finditer(text, first, last)
                    if match.end() > match.start()
                )
        if not allowed:
            return hits
        harmless = {self.rules[number].code: spans for number, spans in allowed.items()}
        return [hit for hit in hits if not _inside(hit, harmless.get(hit.rule.code, {}))]


def _widen(windows: list[tuple[int, int]], first: int, last: int) -> None:
    if windows and first <= windows[-1][1]:
        windows[-1] = (min(windows[-1][0], first), max(windows[-1][1], last))
    else:
        windows.append((first, last))


def _inside(hit: Hit, harmless: dict[int, int]) -> bool:
    return any(harmless.get(start, 0) >= hit.end for start in range(hit.start - LONGEST_ALLOWED, hit.start + 1))


def settle(hits: Iterable[Hit]) -> list[Hit]:
    """The longest match wins; a graver word inside a longer one stays; halves of one matter become one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda hit: (hit.start, -hit.end, RANK[hit.rule.severity])):
        last = kept[-1] if kept else None
        if last is None or hit.start >= last.end or hit.end == hit.start:
            if hit not in kept[-1:]:
                kept.append(hit)
        elif hit.end <= last.end:
            if RANK[hit.rule.severity] < RANK[last.rule.severity]:
                kept.append(hit)
                if (hit.start, hit.end) == (last.start, last.end):
                    kept.remove(last)
        elif hit.rule.category == last.rule.category:
            graver = min((last.rule, hit.rule), key=lambda rule: RANK[rule.severity])
            kept[-1] = Hit(last.start, hit.end, graver)
        else:
            kept.append(hit)
    return kept


@lru_cache(maxsize=32)
def linter_for(secret_terms: frozenset[str] = frozenset()) -> Linter:
    """The linter with the built-in rules and a company's own secret terms; built once for each set of terms."""
    rules = built_in_rules()
    return Linter(
        replace(rule, terms=(*rule.terms, *sorted(secret_terms))) if rule.code == COMPANY_RULE else rule
        for rule in rules
    )


def lint(text: str, context: LintContext | None = None) -> list[Finding]:
    """Lint a text by the built-in rules; no database needed (R-044, R-045, R-046)."""
    context = context or LintContext()
    return linter_for(context.secret_terms).lint(text, context)

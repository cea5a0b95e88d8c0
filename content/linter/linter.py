"""The linter itself: one automaton over all words, built once when first asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

import ahocorasick

from content.linter.checks import CHECKS
from content.linter.excuses import excused, excused_by_text
from content.linter.findings import Finding, Lexicon, LintContext
from content.linter.normalise import normalise
from content.linter.rules import BLOCK, RANK, WARN, BadRule, Rule, built_in_rules
from content.linter.sounds import is_disguise, is_told_by_sound, sounds_of, stand_ins

REACH = 48  # how far around its word a pattern is tried
LONGEST_ALLOWED = 16  # no harmless word is longer
COMPANY_RULE = "R-044.company"  # the row that carries the terms a company gives itself


CERTAIN = 4  # a word of so many characters is told by its sound without doubt
OF = "的"  # what is said of the word that follows; it stays when the word is replaced
UNHEARD = frozenset({"secret", "personal", "contact"})  # everyday words of work and shops share their sounds
DISGUISED_ZH = "像是用同音字代替的写法。"
DISGUISED_EN = "This looks like a word written with other characters of the same sound. "

Use = tuple[str, int, int]  # "term", "allow" or "near", number of the rule, number of the pattern
Concerned = Callable[[Rule], bool]


class Hit(NamedTuple):
    """A rule and a span of the plain form."""

    start: int
    end: int
    rule: Rule


def is_grave(rule: Rule) -> bool:
    """Whether short words of this rule are looked for in other spellings too."""
    return rule.severity == BLOCK and rule.category not in UNHEARD


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
        self.sounds, self.spellings = self._disguises_of(entries)
        self.wordings = [
            {plain: wording for term, wording in rule.wordings.items() for plain in (normalise(term).text,)}
            for rule in self.rules
        ]
        self.numbers = {rule.code: number for number, rule in enumerate(self.rules)}

    def _disguises_of(self, entries: dict[str, list[Use]]) -> tuple[ahocorasick.Automaton, ahocorasick.Automaton]:
        """The words again: the longer ones by their sound, of the short ones that block some known spellings."""
        heard: dict[str, list[str]] = {}
        spelled: dict[str, str] = {}
        for term, uses in entries.items():
            rules = [self.rules[number] for use, number, _place in uses if use != "allow"]
            if is_told_by_sound(term) and any(rule.category not in UNHEARD for rule in rules):
                heard.setdefault(sounds_of(term), []).append(term)
            elif any(rule.category == "absolute" or is_grave(rule) for rule in rules):
                spelled |= dict.fromkeys(stand_ins(term), term)
        automata = []
        for words in (heard, {spelling: [term] for spelling, term in spelled.items() if spelling not in entries}):
            automaton = ahocorasick.Automaton()
            for written, terms in words.items():
                automaton.add_word(written, (len(written), tuple(terms)))
            if words:
                automaton.make_automaton()
            automata.append(automaton)
        return automata[0], automata[1]

    @staticmethod
    def _enter(entries: dict[str, list[Use]], terms: Iterable[str], use: Use) -> None:
        for term in terms:
            if plain := normalise(term).text.strip():
                entries.setdefault(plain, []).append(use)

    def lint(self, text: str, context: LintContext | None = None) -> list[Finding]:
        """Everything that is the matter with a text, in the order of the text (R-045)."""
        context = context or LintContext()
        plain = normalise(text)
        concerned = context.concern()
        hits, harmless = self._word_hits(plain.text, concerned)
        hits.extend(self._disguised_hits(plain.text, concerned))
        if harmless:
            hits = [hit for hit in hits if not _inside(hit, harmless.get(hit.rule.code, {}))]
        for rule in self.checked:
            if concerned(rule):
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
            findings.append(Finding.of(hit.rule, text, start, end, self._wording(hit, plain.text)))
        return findings

    def _wording(self, hit: Hit, text: str) -> str:
        """The better wording of the row for this word, or of the row for any word, or none."""
        if hit.end == hit.start:
            return ""
        offered, word = self.wordings[self.numbers[hit.rule.code]], text[hit.start : hit.end]
        if word not in offered and word.endswith(OF) and (inner := offered.get(word.removesuffix(OF))):
            return inner + OF
        return offered.get(word, offered.get("*", ""))

    def _disguised_hits(self, text: str, concerned: Concerned) -> Iterator[Hit]:
        """What is found once words in disguise are written as they sound; short ones are only worth a warning."""
        restored, spans = self._restored(text)
        if not spans:
            return
        for hit in self._word_hits(restored, concerned)[0]:
            lengths = [end - start for start, end in spans if start < hit.end and hit.start < end]
            if lengths:
                yield Hit(hit.start, hit.end, _disguised(hit.rule, certain=max(lengths) >= CERTAIN))

    def _restored(self, text: str) -> tuple[str, list[tuple[int, int]]]:
        """The text, of the same length, with the words in disguise written out, and where they are."""
        found: list[tuple[int, int, str]] = []
        for automaton, read in ((self.sounds, sounds_of(text)), (self.spellings, text)):
            if not len(automaton):
                continue
            for last, (length, terms) in automaton.iter(read):
                start, end = last - length + 1, last + 1
                written = text[start:end]
                found.extend((start, end, term) for term in terms if is_disguise(term, written, text[:start][-1:]))
        found.sort(key=lambda one: (one[0] - one[1], one[0]))
        characters, taken, spans = list(text), bytearray(len(text)), []
        for start, end, term in found:
            if not any(taken[start:end]):
                characters[start:end] = term
                taken[start:end] = b"\1" * (end - start)
                spans.append((start, end))
        return "".join(characters), spans

    def _word_hits(self, text: str, concerned: Concerned) -> tuple[list[Hit], dict[str, dict[int, int]]]:
        """The words, and of each rule the spans of its harmless words: where one starts, where the longest ends."""
        hits: list[Hit] = []
        allowed: dict[int, dict[int, int]] = {}  # of each rule: where a harmless word starts, where the longest ends
        windows: dict[tuple[int, int], list[tuple[int, int]]] = {}
        if not len(self.automaton):
            return hits, {}
        size = len(text)
        for last, (length, word_start, word_end, uses) in self.automaton.iter(text):
            start, end = last - length + 1, last + 1
            if word_start and start and text[start - 1].isascii() and text[start - 1].isalnum():
                continue
            if word_end and end < size and text[end].isascii() and text[end].isalnum():
                continue
            for use, number, place in uses:
                rule = self.rules[number]
                if not concerned(rule):
                    continue
                if use == "term":
                    hits.append(Hit(start, end, rule))
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
        return hits, {self.rules[number].code: spans for number, spans in allowed.items()}


def _disguised(rule: Rule, *, certain: bool) -> Rule:
    """The rule as it is told of a word in disguise: it says so, and only warns where the word is short."""
    severity = rule.severity if certain or rule.severity != BLOCK else WARN
    return replace(
        rule,
        severity=severity,
        message_zh=DISGUISED_ZH + rule.message_zh,
        message_en=DISGUISED_EN + rule.message_en,
    )


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


@lru_cache(maxsize=8)
def linter_for(secret_terms: frozenset[str] = frozenset(), lexicon: Lexicon | None = None) -> Linter:
    """The linter with the built-in rules, a company's secret terms and its own words; built once for each of them."""
    built_in = (
        replace(rule, terms=(*rule.terms, *sorted(secret_terms))) if rule.code == COMPANY_RULE else rule
        for rule in built_in_rules()
    )
    return Linter((*built_in, *(lexicon.rules if lexicon else ())))


def lint(text: str, context: LintContext | None = None) -> list[Finding]:
    """Lint a text by the built-in rules; no database needed (R-044, R-045, R-046)."""
    context = context or LintContext()
    return linter_for(context.secret_terms, context.lexicon).lint(text, context)

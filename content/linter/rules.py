"""The rules as rows: read from data/*.json, checked while reading (L-, H-, I-, V- of the requirements).

A row says what is looked for and when it does not count:

- ``terms``            words found anywhere; an English word only as a whole word
- ``patterns``         ``{"near": [words], "match": regex}``; tried only around one of the words
- ``check``            the name of a computed check in ``checks.py``
- ``allow``            words that swallow a hit inside them (第一次 swallows 第一)
- ``exempt``           regexes that excuse a hit which they cover
- ``unless_sentence``, ``unless_text``  regexes that excuse by the sentence or by the whole text
- ``needs_sentence``, ``needs_text``    regexes that must be there as well
- ``negatable``        a denial or a warning ("nobody can guarantee …") excuses
- ``wordings``         ``{word: better wording}``, offered beside the word; ``*`` for every other word of the row
- ``when``             a circumstance of the draft that must hold (see ``LintContext.holds``)
- ``since``, ``until``  the days between which the row is in force, as in 2025-09-01; both belong to it
- ``markets``, ``platforms``, ``not_platforms``, ``packs``, ``stages``  where it counts; empty is everywhere

All of them are matched against the plain form of a text (see ``normalise.py``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).resolve().parent / "data"
BLOCK, WARN, NOTE = "block", "warn", "note"
SEVERITIES = (BLOCK, WARN, NOTE)  # the gravest first
RANK = {severity: rank for rank, severity in enumerate(SEVERITIES)}
WORDING = ("message_zh", "message_en", "suggestion_zh", "suggestion_en", "basis_zh", "basis_en")


class BadRule(ValueError):
    """A row that cannot be used; the sentence names the row and what is wrong."""


@dataclass(frozen=True, slots=True)
class Pattern:
    """A regex that is tried only around certain words, so that the cost stays flat."""

    near: tuple[str, ...]
    match: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Rule:
    """One row."""

    code: str
    severity: str
    category: str
    message_zh: str
    message_en: str
    suggestion_zh: str
    suggestion_en: str
    basis_zh: str
    basis_en: str
    markets: frozenset[str] = frozenset()
    platforms: frozenset[str] = frozenset()
    not_platforms: frozenset[str] = frozenset()
    packs: frozenset[str] = frozenset()
    stages: frozenset[str] = frozenset()
    when: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()
    patterns: tuple[Pattern, ...] = ()
    check: str = ""
    allow: tuple[str, ...] = ()
    exempt: tuple[re.Pattern[str], ...] = ()
    unless_sentence: tuple[re.Pattern[str], ...] = ()
    unless_text: tuple[re.Pattern[str], ...] = ()
    needs_sentence: tuple[re.Pattern[str], ...] = ()
    needs_text: tuple[re.Pattern[str], ...] = ()
    negatable: bool = False
    wordings: Mapping[str, str] = field(default_factory=dict)
    since: date | None = None
    until: date | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)

    def in_force(self, day: date) -> bool:
        """Whether the row counts on a day."""
        return (self.since is None or self.since <= day) and (self.until is None or day <= self.until)


NAMES = ("markets", "platforms", "not_platforms", "packs", "stages")
REGEXES = ("exempt", "unless_sentence", "unless_text", "needs_sentence", "needs_text")
KNOWN = {
    "code", "severity", "category", "terms", "patterns", "check", "allow", "negatable", "when", "extra", "wordings",
    "since", "until", *WORDING, *NAMES, *REGEXES,
}  # fmt: skip


def _regex(code: str, source: str) -> re.Pattern[str]:
    try:
        return re.compile(source)
    except re.error as error:
        raise BadRule(f"Rule {code}: the pattern {source!r} cannot be read ({error}).") from error


def _day(code: str, value: str | None) -> date | None:
    try:
        return date.fromisoformat(value) if value else None
    except (TypeError, ValueError) as error:
        raise BadRule(f"Rule {code}: {value!r} is no day. Write it as in 2025-09-01.") from error


def rule_from(row: Mapping[str, Any]) -> Rule:
    """One rule out of one row; raises BadRule with a sentence where the row is not whole."""
    code = str(row.get("code") or "")
    if not code:
        raise BadRule("A rule has no code.")
    if unknown := set(row) - KNOWN:
        raise BadRule(f"Rule {code}: unknown fields {', '.join(sorted(unknown))}.")
    if row.get("severity") not in SEVERITIES:
        raise BadRule(f"Rule {code}: severity must be one of {', '.join(SEVERITIES)}.")
    if missing := [name for name in (*WORDING, "category") if not row.get(name)]:
        raise BadRule(f"Rule {code}: {', '.join(missing)} missing.")
    if not (row.get("terms") or row.get("patterns") or row.get("check")):
        raise BadRule(f"Rule {code} looks for nothing: give terms, patterns or a check.")
    patterns = []
    for pattern in row.get("patterns", ()):
        if not pattern.get("near") or not pattern.get("match"):
            raise BadRule(f"Rule {code}: a pattern needs the words it is tried near, and a regex.")
        patterns.append(Pattern(tuple(pattern["near"]), _regex(code, pattern["match"])))
    plain: dict[str, Any] = {name: row[name] for name in (*WORDING, "code", "severity", "category")}
    plain |= {name: frozenset(row.get(name, ())) for name in NAMES}
    plain |= {name: tuple(_regex(code, source) for source in row.get(name, ())) for name in REGEXES}
    return Rule(
        **plain,
        terms=tuple(dict.fromkeys(row.get("terms", ()))),
        patterns=tuple(patterns),
        check=row.get("check", ""),
        allow=tuple(row.get("allow", ())),
        when=tuple(row.get("when", ())),
        negatable=bool(row.get("negatable")),
        wordings=dict(row.get("wordings", {})),
        since=_day(code, row.get("since")),
        until=_day(code, row.get("until")),
        extra=dict(row.get("extra", {})),
    )


def read_rules(folder: Path = DATA) -> tuple[Rule, ...]:
    """Every rule of a folder of JSON files, each code once."""
    rules: dict[str, Rule] = {}
    for file in sorted(folder.glob("*.json")):
        for row in json.loads(file.read_text(encoding="utf-8")):
            rule = rule_from(row)
            if rule.code in rules:
                raise BadRule(f"Rule {rule.code} stands twice, the second time in {file.name}.")
            rules[rule.code] = rule
    return tuple(rules.values())


@lru_cache(maxsize=1)
def built_in_rules() -> tuple[Rule, ...]:
    """The rules that come with the software, read once."""
    return read_rules()

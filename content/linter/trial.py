"""What a change of the lexicon would hit among the posts that went out last, before it is saved (R-045)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from content.drafts.sealing import text_of
from content.linter.findings import Finding, LintContext
from content.linter.lexicon import rule_of
from content.linter.lexicon_rules import POSTS_SHOWN, POSTS_TRIED
from content.linter.linter import Linter
from content.publishing.models import Publication
from governance.public import today

if TYPE_CHECKING:
    from content.linter.models import LexiconTerm


@dataclass(frozen=True, slots=True)
class TriedPost:
    """A post that the change touches, and the words of it."""

    publication: Publication
    text: str
    findings: list[Finding]

    @property
    def around(self) -> list[tuple[str, str, str]]:
        """Each word with what stands before and after it."""
        return [
            (self.text[max(0, one.start - 20) : one.start], one.text, self.text[one.end : one.end + 20])
            for one in self.findings
        ]


@dataclass(frozen=True, slots=True)
class Trial:
    """How many posts were tried, and which of them are hit newly, still, and no more."""

    tried: int
    hit: int
    newly_hit: int
    no_longer_hit: int
    shown: list[TriedPost]


def try_term(row: LexiconTerm, before: LexiconTerm | None, *, day: date | None = None) -> Trial:
    """Lint the last posts by the word as it would be, and as it is; nothing is written."""
    tried_on = day or today(None)
    after = Linter([rule_of(row)] if row.is_active else [])
    earlier = Linter([rule_of(before)] if before is not None and before.is_active else [])
    rows = Publication.objects.select_related("version", "account").order_by("-published_at", "-pk")[:POSTS_TRIED]
    tried = hit = newly = dropped = 0
    shown: list[TriedPost] = []
    for publication in rows:
        tried += 1
        version, account = publication.version, publication.account
        text = text_of(version.title, version.body, version.hashtags)
        context = LintContext(platforms=account.platform, market=account.market, day=max(tried_on, row.effective_from))
        found = after.lint(text, context)
        had = bool(earlier.lint(text, context))
        hit += bool(found)
        newly += bool(found) and not had
        dropped += had and not found
        if found and len(shown) < POSTS_SHOWN:
            shown.append(TriedPost(publication, text, found))
    return Trial(tried, hit, newly, dropped, shown)

"""Labels and notices that a post must carry, wherever in it they stand (L-12, I-01, H-03, H-04)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from content.drafts.rules import PROMOTING_TYPES
from content.linter.checks import missing
from content.linter.findings import LintContext
from content.linter.normalise import normalise
from content.linter.rules import built_in_rules
from governance.public import packs_for, today

if TYPE_CHECKING:
    from accounts.public import PlatformAccount

# A post is asked for them as a whole; no part of it is asked alone.
LABELS = tuple(rule for rule in built_in_rules() if rule.check == "missing")
LABEL_CODES = frozenset(rule.code for rule in LABELS)


def circumstances_of(sealed: Mapping[str, Any], account: PlatformAccount, at: datetime) -> LintContext:
    """What a sealed content declares of itself, and the account on which it stands: its market asks for labels too."""
    return LintContext(
        pack=packs_for(account, at),
        platforms=account.platform,
        market=account.market,
        day=today(at),
        ai_declared=bool(sealed["ai_declared"]),
        ad_declared=bool(sealed["ad_declared"]),
        has_goods="has_goods" in sealed["flags"],
        health_food="health" in sealed["flags"] and sealed["content_type"] in PROMOTING_TYPES,
        for_minors="for_minors" in sealed["flags"],
    )


def loses_label(whole: str, part: str, context: LintContext) -> bool:
    """Whether a part of a post lacks a label that is asked of it there and then, and that the whole carries."""
    plain, left = normalise(whole).text, normalise(part).text
    concerned = context.concern()
    return any(
        concerned(rule) and any(missing(left, context, rule)) and not any(missing(plain, context, rule))
        for rule in LABELS
    )

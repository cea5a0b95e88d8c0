"""Which platform post belongs to which of our publications (R-040).

The content floor says it through a matcher; without one the posts wait as unmatched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime

from analytics.metrics.models import PlatformPost

# (account id, external numbers, addresses) -> {number or address: publication id}
Matcher = Callable[[int, Sequence[str], Sequence[str]], dict[str, int]]
BATCH = 2_000
_matchers: list[Matcher] = []


def register_matcher(matcher: Matcher) -> Matcher:
    """Make a way of finding publications known; the first that knows a post wins."""
    if matcher not in _matchers:
        _matchers.append(matcher)
    return matcher


def match_posts(account_id: int, *, run_id: int | None = None, at: datetime) -> int:
    """Give unmatched posts of the account (of one import, if named) their publication; returns how many."""
    if not _matchers:
        return 0
    waiting = PlatformPost.objects.unregistered().filter(account=account_id).order_by("pk")
    if run_id is not None:
        waiting = waiting.filter(first_run=run_id)
    matched, after = 0, 0
    while posts := list(waiting.filter(pk__gt=after)[:BATCH]):
        after = posts[-1].pk
        numbers = [post.external_id for post in posts if post.external_id]
        urls = [post.url for post in posts if post.url]
        found: dict[str, int] = {}
        for matcher in _matchers:
            found = {**matcher(account_id, numbers, urls), **found}
        changed = []
        for post in posts:
            publication = found.get(post.external_id) or found.get(post.url)
            if publication:
                post.status, post.publication_id, post.decided_at = "matched", publication, at
                changed.append(post)
        PlatformPost.objects.bulk_update(changed, ["status", "publication_id", "decided_at"])
        matched += len(changed)
    return matched

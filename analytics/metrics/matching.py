"""Which platform post belongs to which of our publications (R-040): by number, by address, by title and time."""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

import structlog
from django.db import IntegrityError, transaction

from analytics.metrics.models import PlatformPost
from analytics.metrics.rules import TITLE_MATCH_HOURS
from content.public import match_publications, publications_of
from governance.public import record

log = structlog.get_logger(__name__)

# The account's posts in, {post: publication} by id out; the first matcher that knows a post wins.
Matcher = Callable[[int, Sequence[PlatformPost]], dict[int, int]]
BATCH = 2_000
_matchers: list[Matcher] = []


def register_matcher(matcher: Matcher) -> Matcher:
    """Make a way of finding publications known."""
    if matcher not in _matchers:
        _matchers.append(matcher)
    return matcher


@register_matcher
def by_number_or_address(account_id: int, posts: Sequence[PlatformPost]) -> dict[int, int]:
    """Publications recorded with the same number or address."""
    numbers = [post.external_id for post in posts if post.external_id]
    urls = [post.url for post in posts if post.url]
    found = match_publications(account_id, numbers, urls)
    pairs = ((post.pk, found.get(post.external_id) or found.get(post.url)) for post in posts)
    return {pk: publication.pk for pk, publication in pairs if publication}


@register_matcher
def by_title_and_time(account_id: int, posts: Sequence[PlatformPost]) -> dict[int, int]:
    """Publications with the same title, at about the same time, where there is exactly one on either side.

    Two different numbers on the platform are two posts, whatever their titles.
    """
    timed = [post for post in posts if post.title and post.published_at]
    if not timed:
        return {}
    margin = timedelta(hours=TITLE_MATCH_HOURS)
    moments = [post.published_at for post in timed if post.published_at]
    candidates: dict[str, list[tuple[int, datetime, str]]] = defaultdict(list)
    span = publications_of([account_id], since=min(moments) - margin, until=max(moments) + margin)
    for pk, title, published_at, number in span.values_list("pk", "title", "published_at", "external_id"):
        candidates[_folded(title)].append((pk, published_at, number))
    found = {}
    for post in timed:
        near = [
            pk
            for pk, published_at, number in candidates.get(_folded(post.title), ())
            if post.published_at
            and abs(post.published_at - published_at) <= margin
            and not (number and post.external_id and number != post.external_id)
        ]
        if len(near) == 1:
            found[post.pk] = near[0]
    claims = Counter(found.values())
    return {post: publication for post, publication in found.items() if claims[publication] == 1}


def _folded(title: str) -> str:
    """A title without the letters' decoration (bold mathematical letters, full width) and spaces."""
    return "".join(unicodedata.normalize("NFKC", title).casefold().split())


def match_posts(account_id: int, *, run_id: int | None = None, at: datetime) -> int:
    """Give unmatched posts of the account (of one import, if named) their publication; returns how many."""
    waiting = PlatformPost.objects.unregistered().filter(account=account_id).order_by("pk")
    if run_id is not None:
        waiting = waiting.filter(first_run=run_id)
    if not publications_of([account_id]).exists():
        return 0
    matched, after = 0, 0
    while posts := list(waiting.filter(pk__gt=after)[:BATCH]):
        after = posts[-1].pk
        found: dict[int, int] = {}
        for matcher in _matchers:
            found = {**matcher(account_id, posts), **found}
        try:
            matched += _note_matches(account_id, found, at)
        except IntegrityError:  # somebody gave one of these publications to another post just now: the next bell
            log.warning("posts_not_matched", account=account_id)
    return matched


@transaction.atomic
def _note_matches(account_id: int, found: dict[int, int], at: datetime) -> int:
    """Write what was found, where nobody has decided meanwhile and no other post has the publication."""
    if not found:
        return 0
    of_account = PlatformPost.objects.filter(account=account_id)
    given = set(
        of_account.filter(publication_id__in=set(found.values()), status="matched").values_list(
            "publication_id", flat=True
        )
    )
    changed = []
    for post in of_account.unregistered().filter(pk__in=found).select_for_update().order_by("pk"):
        publication = found[post.pk]
        if publication in given:
            continue
        given.add(publication)
        post.status, post.publication_id, post.decided_at = "matched", publication, at
        changed.append(post)
    PlatformPost.objects.bulk_update(changed, ["status", "publication_id", "decided_at"])
    if changed:
        # One entry for all of them: a first import may match as many posts as it has rows.
        record(
            "posts.matched", actor=None, kind="platform_account", object_id=account_id, account_id=account_id,
            payload={"posts": [[post.pk, post.publication_id] for post in changed]}, at=at,
        )  # fmt: skip
    return len(changed)

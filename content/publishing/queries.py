"""Finding publications again: for imports of figures and messages, and for lists."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from django.db.models import Exists, OuterRef, Q

from content.drafts.models import Draft, DraftQuerySet, DraftTarget
from content.publishing.models import Publication

if TYPE_CHECKING:
    from content.publishing.models import PublicationQuerySet

BATCH = 500
RELEASABLE = ("approved", "scheduled")


def drafts_to_release(account_ids: Iterable[int]) -> DraftQuerySet:
    """Approved and scheduled drafts that go to one of these accounts and are not recorded there yet."""
    recorded = Publication.objects.filter(draft_id=OuterRef("draft_id"), account_id=OuterRef("account_id"))
    waiting = DraftTarget.objects.filter(account_id__in=list(account_ids)).exclude(Exists(recorded))
    return Draft.objects.filter(status__in=RELEASABLE, pk__in=waiting.values("draft_id"))


def _bare_url(url: str) -> str:
    """An address without scheme, `www.`, query and closing slash: platforms hand out the same post in several."""
    try:
        parts = urlsplit(url.strip())
    except ValueError:  # no address at all; it can only equal itself
        return url.strip()
    return re.sub(r"^www\.", "", parts.netloc.lower()) + parts.path.rstrip("/")


def match_publications(
    account_id: int, external_ids: Iterable[str] = (), urls: Iterable[str] = ()
) -> dict[str, Publication]:
    """Publications of an account by their number on the platform or their address.

    The keys are the numbers and addresses as they were given; what is unknown is left out. An address
    matches without its query, and a number also where it is the last part of a stored address.
    """
    numbers = [number for number in dict.fromkeys(external_ids) if number]
    addresses = {url: _bare_url(url) for url in dict.fromkeys(urls) if url}
    found: dict[str, Publication] = {}
    for first in range(0, len(numbers), BATCH):
        some = numbers[first : first + BATCH]
        for row in Publication.objects.filter(account_id=account_id, external_id__in=some):
            found[row.external_id] = row
    if len(found) < len(numbers) or addresses:
        open_numbers = set(numbers) - found.keys()
        by_url: dict[str, Publication] = {}
        by_tail: dict[str, Publication] = {}
        for row in Publication.objects.filter(account_id=account_id).order_by("published_at").iterator(BATCH):
            bare = _bare_url(row.url)
            by_url[bare] = row
            by_tail[bare.rsplit("/", 1)[-1]] = row
        found |= {number: by_tail[number] for number in open_numbers if number in by_tail}
        found |= {url: by_url[bare] for url, bare in addresses.items() if bare in by_url}
    return found


def publications_of(
    account_ids: Iterable[int], *, since: datetime | None = None, until: datetime | None = None
) -> PublicationQuerySet:
    """Publications of these accounts, within a span of time."""
    window = Q(account_id__in=list(account_ids))
    if since is not None:
        window &= Q(published_at__gte=since)
    if until is not None:
        window &= Q(published_at__lt=until)
    return Publication.objects.filter(window)

"""How posts did, for the times that publishing proposes (R-024)."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.metrics.models import PublicationDay

ENGAGED = ("likes", "comments", "shares", "saves")


def engagement_of(publications: list[int]) -> Mapping[int, float]:
    """By publication, how often people liked, commented, shared or saved it, by its newest lifetime figures."""
    rows = PublicationDay.objects.filter(latest=True, post__status="matched", post__publication_id__in=publications)
    found: dict[int, float] = {}
    for publication, *figures in rows.order_by().values_list("post__publication_id", *ENGAGED):
        known = [figure for figure in figures if figure is not None]
        if known:
            found[publication] = float(sum(known))
    return found

"""How timely information is measured (R-048)."""

from __future__ import annotations

from django.db.models import F

from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, probe


@probe("R-048")
def news_goes_out_within_its_shelf_life(scope: Scope, window: Window) -> Evidence:
    """Publications that tell of an event, and those that went out after its shelf life, confirmed anew or not."""
    total = published_in(scope, window).exclude(event_at=None)
    return Evidence(bad=total.filter(published_at__gt=F("stale_after")), total=total, kind="publication")

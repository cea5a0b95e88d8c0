"""Corrections after release as the second figure of truth and accuracy (R-027)."""

from __future__ import annotations

from content.corrections.models import Correction
from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, probe


@probe("R-027", part="corrected", mode="T")
def posts_needed_no_correction(scope: Scope, window: Window) -> Evidence:
    """Publications of the window, and those of which a correction was agreed to: they said something wrong."""
    total = published_in(scope, window)
    corrected = Correction.objects.exclude(agreed_at=None).filter(agreed_at__lte=window.now)
    return Evidence(bad=total.filter(pk__in=corrected.values("publication_id")), total=total, kind="publication")

"""Probe of the facts of files: size, sound, picture, loudness, frame rate, read and held against limits (R-028)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from content.drafts.models import DraftAsset
from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, probe


@probe("R-028", part="facts")
def facts_of_files_were_read_before(scope: Scope, window: Window) -> Evidence:
    """Posts with files, and those with a file whose facts were not read before the post was submitted."""
    files = DraftAsset.objects.filter(draft_id=OuterRef("draft_id"))
    total = published_in(scope, window).filter(Exists(files))
    late = Q(asset__facts_read_at=None) | Q(asset__facts_read_at__gt=OuterRef("version__submitted_at"))
    return Evidence(bad=total.filter(Exists(files.filter(late))), total=total, kind="publication")

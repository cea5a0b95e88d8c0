"""Probes of the linter: unregistered links and the like, and ads without their label (R-046, R-049)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q

from content.drafts.models import LintFinding
from content.review.controls import published_in
from governance.public import Evidence, Scope, Window, probe

UNREGISTERED = "R-046."
AD_LABELS = ("L-12.ad_label", "V-01.disclosure")


def _found(**which: object) -> Exists:
    return Exists(LintFinding.objects.filter(version_id=OuterRef("version_id"), **which))


@probe("R-046")
def unregistered_links_were_looked_into(scope: Scope, window: Window) -> Evidence:
    """Publications with an unregistered link, code or article that nobody answered."""
    total = published_in(scope, window)
    bad = total.filter(_found(rule__startswith=UNREGISTERED, cleared_at=None))
    return Evidence(bad=bad, total=total, kind="publication")


@probe("R-049", part="label", mode="Z")
def declared_ads_carry_their_label(scope: Scope, window: Window) -> Evidence:
    """Publications that were declared advertising or found to be, and those that went out without the label."""
    label = _found(rule__in=AD_LABELS)
    total = published_in(scope, window).filter(Q(version__sealed__ad_declared=True) | label)
    return Evidence(bad=total.filter(label), total=total, kind="publication")

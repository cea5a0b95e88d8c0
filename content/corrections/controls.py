"""Corrections after release: the second figure of truth and accuracy (R-027), and signed as a post is (R-034)."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F, Q

from content.corrections.models import Correction
from content.corrections.rules import RIGHTS
from content.review.controls import published_in
from content.review.rules import REAUTHENTICATION_MAX_AGE
from governance.public import (
    ApprovalDecision,
    ApprovalRequest,
    Evidence,
    Scope,
    Window,
    decisions_confirmed_since,
    probe,
)


@probe("R-027", part="corrected", mode="T")
def posts_needed_no_correction(scope: Scope, window: Window) -> Evidence:
    """Publications of the window, and those of which a correction was agreed to: they said something wrong."""
    total = published_in(scope, window)
    corrected = Correction.objects.exclude(agreed_at=None).filter(agreed_at__lte=window.now)
    return Evidence(bad=total.filter(pk__in=corrected.values("publication_id")), total=total, kind="publication")


@probe("R-034", part="corrections", mode="Z")
def decisions_on_corrections_are_confirmed(scope: Scope, window: Window) -> Evidence:
    """Requests whose yes or no to a corrected text came without a password confirmed just before.

    Before this database kept that moment nobody was asked for it, and no record tells who confirmed what: decisions
    from then count neither as good nor as bad. Where the moment of that step is unknown, every decision counts.
    """
    decided = scope.narrow(
        ApprovalDecision.objects.filter(request__kind__in=RIGHTS, at__gte=window.start, at__lte=window.end),
        account="request__account_id", person="by_id",
    )  # fmt: skip
    since = decisions_confirmed_since()
    if since is not None:
        decided = decided.filter(Q(at__gte=since) | Q(reauthenticated_at__isnull=False))
    unconfirmed = decided.filter(
        Q(reauthenticated_at=None)
        | Q(reauthenticated_at__gt=F("at"))
        | Q(at__gt=F("reauthenticated_at") + REAUTHENTICATION_MAX_AGE + timedelta(seconds=1))
    )
    return Evidence(
        bad=ApprovalRequest.objects.filter(pk__in=unconfirmed.values("request_id")),
        total=ApprovalRequest.objects.filter(pk__in=decided.values("request_id")),
        kind="approval_request",
    )

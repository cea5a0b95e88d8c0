"""Bells of the figures. Each may ring twice."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from analytics.metrics.matching import match_posts
from analytics.metrics.models import PlatformPost


@shared_task
def match_waiting() -> None:
    """Look again for the publications of posts that wait: records may come after figures (R-040)."""
    waiting = PlatformPost.objects.unregistered().order_by("account_id").values_list("account_id", flat=True)
    for account_id in waiting.distinct():
        match_posts(account_id, at=timezone.now())

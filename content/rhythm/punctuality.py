"""Which posts went out too early or too late, each by the tolerance of its account (R-023)."""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime, timedelta

from django.db.models import F, Q

from content.publishing.models import PublicationQuerySet
from content.rhythm.rules import TOLERANCE
from governance.public import param


def off_time(rows: PublicationQuerySet, at: datetime) -> PublicationQuerySet:
    """Those of the rows that went out further from their planned time than their account tolerates."""
    by_minutes: dict[int, list[int]] = defaultdict(list)
    for account_id in rows.order_by().values_list("account_id", flat=True).distinct():
        by_minutes[int(param(TOLERANCE, account=account_id, at=at).value)].append(account_id)
    off = Q(pk=None)
    for minutes, accounts in by_minutes.items():
        tolerance = timedelta(minutes=minutes)
        late = Q(published_at__gt=F("planned_for") + tolerance)
        early = Q(published_at__lt=F("planned_for") - tolerance)
        off |= Q(account_id__in=accounts) & (late | early)
    return rows.filter(off)

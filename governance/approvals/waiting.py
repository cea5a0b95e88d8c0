"""Which requests may have other deciders than when they were last looked at."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from governance.approvals.models import ApprovalDecider, ApprovalRequest
from governance.deputies.models import Deputyship

# People change superior, post or right without a word to this room: each request is looked at again so often.
LOOKED_AGAIN = timedelta(hours=1)


def with_other_deciders(now: datetime) -> QuerySet[ApprovalRequest]:
    """Waiting requests since whose last look a leave began or ended, a decider left, or an hour passed."""
    since = OuterRef("deciders_found_at")
    turned = Deputyship.objects.filter(
        Q(begins_at__gt=since, begins_at__lte=now) | Q(ends_at__gt=since, ends_at__lte=now)
    )
    gone = ApprovalDecider.objects.filter(request=OuterRef("pk"), person__is_active=False)
    return (
        ApprovalRequest.objects.waiting()
        .filter(Exists(turned) | Exists(gone) | Q(deciders_found_at__lte=now - LOOKED_AGAIN))
        .filter(deciders_found_at__lte=now, lapses_at__gt=F("deciders_found_at"))
    )

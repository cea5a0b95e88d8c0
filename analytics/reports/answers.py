"""How many messages were answered in time, by class (R-060, D-4.1.1)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, F, Q

from analytics.metrics.months import next_month
from analytics.targets.progress import midnight
from interactions.public import Message

# No answer is due later than so after its message; the index is by the time of receipt.
LONGEST = timedelta(days=31)


def answer_figures(month: date, account_ids: Collection[int]) -> list[dict[str, Any]]:
    """Messages that fell due in the month, by class, and those first answered by then; empty without any.

    A message counts in the month in which its answer was due, so that the figure of a closed month stands still.
    """
    since, until = midnight(month), midnight(next_month(month))
    rows = Message.objects.filter(
        account_id__in=account_ids, due_at__gte=since, due_at__lt=until,
        received_at__gte=since - LONGEST, received_at__lt=until,
    )  # fmt: skip
    groups = rows.values("urgency").annotate(
        total=Count("pk"), on_time=Count("pk", filter=Q(first_reply_at__lte=F("due_at")))
    )
    return [
        {
            "class": group["urgency"],
            "total": group["total"],
            "on_time": group["on_time"],
            "share": round(group["on_time"] / group["total"], 6),
        }
        for group in groups.order_by("-urgency")
    ]

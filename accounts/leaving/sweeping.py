"""On the day that was planned the sweep carries a leaving out; what holds it up is told once a day (R-012)."""

from __future__ import annotations

from datetime import datetime

from accounts.leaving.models import Departure
from accounts.leaving.rules import KIND, MANAGE
from accounts.leaving.services import carry_out_departure
from governance.public import Refused, holder_ids, tell, today


def carry_out_due(now: datetime) -> dict[str, int]:
    """For the sweep: every leaving whose day has come, each in a transaction of its own; may run twice."""
    counts = {"carried_out": 0, "held_up": 0}
    for departure in Departure.objects.due(today(now)).select_related("person").order_by("pk"):
        try:
            carry_out_departure(departure, actor=None, at=now)
        except Refused:
            counts["held_up"] += 1
            tell(
                holder_ids(MANAGE), "departure.held_up", kind=KIND, object_id=departure.pk,
                params={"name": str(departure.person)}, key=f"departure.held_up:{departure.pk}:{today(now)}",
                at=now, urgent=True,
            )  # fmt: skip
        else:
            counts["carried_out"] += 1
    return counts

"""What ends an order of which nothing was sent yet, when its post leaves the time for which it was ordered (R-040)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from content.connectors.models import Dispatch
from governance.public import move, tell


def stop_orders(*, drafts: Collection[int] = (), accounts: Collection[int] = (), at: datetime) -> int:
    """End the unsent orders of these drafts, and those to these accounts, and tell who gave them; how many.

    In the transaction of what takes the post from its time; the drafts are locked already, orders come after them.
    """
    rows = Dispatch.objects.select_for_update(of=("self",)).unsent().order_by("pk")
    words = _("It was taken out of its time, given another one, or edited.")
    stopped = list(rows.filter(Q(draft__in=drafts) | Q(account__in=accounts)))
    for order in stopped:
        move(order, "stop", actor=None, at=at, held=True, changes={"words": words, "done_at": at})
        tell(
            [order.asked_by_id], "dispatch.stopped", kind="dispatch", object_id=order.pk, params={"words": words},
            key=f"dispatch.stop:{order.pk}", at=at, urgent=True,
        )  # fmt: skip
    return len(stopped)

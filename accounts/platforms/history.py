"""When accounts opened and closed, as the ledger tells it (R-003)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from governance.public import LedgerEntry

# Whether the account is open after the event.
LIFE = {
    "platform_account.opened": True,
    "platform_account.resumed": True,
    "platform_account.suspended": False,
    "platform_account.closed": False,
}


def account_lives(account_ids: Collection[int]) -> dict[int, list[tuple[bool, datetime]]]:
    """Per account whether it was open after each turn of its life, and when that was, oldest first; one statement."""
    lives: dict[int, list[tuple[bool, datetime]]] = {}
    rows = LedgerEntry.objects.filter(kind="platform_account", object_id__in=account_ids, event__in=LIFE)
    for account_id, event, at in rows.order_by("at", "pk").values_list("object_id", "event", "at"):
        lives.setdefault(account_id, []).append((LIFE[event], at))
    return lives

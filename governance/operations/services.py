"""Writing down that something happened."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils import timezone

from governance.operations.models import Heartbeat


def mark(name: str, *, at: datetime | None = None, detail: dict[str, Any] | None = None) -> None:
    """Note that `name` happened; one row per name, one statement.

    A machine's pulse, twice a minute: it is no act of a person and stands in no ledger entry.
    """
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=at or timezone.now(), detail=detail or {})],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at", "detail"],
    )

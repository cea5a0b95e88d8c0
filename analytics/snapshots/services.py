"""Freezing what is known about a month, and noticing when an import changed it afterwards."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from analytics.metrics.models import AccountMonth
from analytics.snapshots.models import KpiSnapshot
from analytics.snapshots.sources import digest, hashes_behind

# (account id, metric id, basis)
Key = tuple[int, int, str]


@transaction.atomic
def freeze_month(month: date, account_ids: Collection[int], *, at: datetime) -> int:
    """Freeze the figures of these accounts and month as they are known now; returns how many were not frozen so yet.

    A figure that is frozen with this very value already needs no second row.
    """
    month = month.replace(day=1)
    now = _standing(month, account_ids)
    frozen = _frozen(month, account_ids)
    changed = {key: cell for key, cell in now.items() if frozen.get(key) != cell}
    gone = [key for key, cell in frozen.items() if key not in now and cell[0] is not None]
    hashes = hashes_behind(month, account_ids) if changed or gone else {}
    rows = [
        KpiSnapshot(
            account_id=key[0], month=month, metric_id=key[1], basis=key[2], value=value, items=items, known_at=at,
            imports=len(hashes.get(key[0], ())), sources=digest(hashes.get(key[0], ())),
        )
        for key, (value, items) in (*changed.items(), *((key, (None, 0)) for key in gone))
    ]  # fmt: skip
    KpiSnapshot.objects.bulk_create(rows)
    return len(rows)


def note_changes(account_id: int, months: Iterable[date], *, at: datetime) -> list[date]:
    """After an import: freeze anew the months that were frozen before and say otherwise now; returns those months."""
    touched = {month.replace(day=1) for month in months}
    known = KpiSnapshot.objects.filter(account=account_id, month__in=touched)
    frozen = sorted(set(known.values_list("month", flat=True)))
    return [month for month in frozen if freeze_month(month, [account_id], at=at)]


def _standing(month: date, account_ids: Collection[int]) -> dict[Key, tuple[Decimal | None, int]]:
    rows = AccountMonth.objects.filter(month=month, account_id__in=account_ids)
    return {
        (account_id, metric_id, basis): (value, items)
        for account_id, metric_id, basis, value, items in rows.values_list(
            "account_id", "metric_id", "basis", "value", "items"
        )
    }


def _frozen(month: date, account_ids: Collection[int]) -> dict[Key, tuple[Decimal | None, int]]:
    rows = KpiSnapshot.objects.filter(month=month, account_id__in=account_ids).order_by("known_at", "pk")
    return {
        (account_id, metric_id, basis): (value, items)
        for account_id, metric_id, basis, value, items in rows.values_list(
            "account_id", "metric_id", "basis", "value", "items"
        )
    }

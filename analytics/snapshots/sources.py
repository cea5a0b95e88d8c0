"""Which imports a month's figures rest on (R-089)."""

from __future__ import annotations

import hashlib
from collections.abc import Collection
from datetime import date
from typing import Any

from analytics.imports.models import MetricImport
from analytics.metrics.months import next_month


def hashes_behind(month: date, account_ids: Collection[int]) -> dict[int, list[str]]:
    """Hashes of the raw files of saved imports whose days touch the month, by account, each once and sorted."""
    rows = (
        MetricImport.objects.saved()
        .filter(account_id__in=account_ids, first_day__lt=next_month(month), last_day__gte=month)
        .values_list("account_id", "raw_file__sha256")
        .distinct()
    )
    found: dict[int, list[str]] = {}
    for account_id, sha256 in sorted(rows):
        found.setdefault(account_id, []).append(sha256)
    return found


def digest(hashes: Collection[str]) -> str:
    """One hash over many; empty where there is none."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest() if hashes else ""


def sources_of(month: date, account_ids: Collection[int]) -> dict[str, Any]:
    """How many files stand behind the month, and one hash over all of theirs."""
    hashes = [sha256 for some in hashes_behind(month, account_ids).values() for sha256 in some]
    return {"imports": len(hashes), "sha256": digest(hashes)}

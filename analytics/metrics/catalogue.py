"""The known metrics as rows of a data file, and their seeding (R-085, list 3.4)."""

from __future__ import annotations

import json
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import Any

from django.db import transaction

from analytics.metrics.models import MetricDefinition

DATA = Path(__file__).parent / "data" / "metrics.json"
PROFILES = Path(__file__).parent.parent / "imports" / "data" / "profiles.json"
OWN_RECORDS, GENERIC = "all", "generic"


@cache
def known_metrics() -> dict[str, dict[str, Any]]:
    """The rows of the data file by code."""
    return {row["code"]: row for row in json.loads(DATA.read_text(encoding="utf-8"))}


def listed_codes() -> list[str]:
    """Codes of list 3.4: what the rule books name."""
    return [code for code, row in known_metrics().items() if row["listed"]]


def platform_names() -> dict[str, dict[str, list[str]]]:
    """What each platform calls each metric: {metric: {platform: [names]}}, out of the import profiles."""
    names: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for profile in json.loads(PROFILES.read_text(encoding="utf-8")):
        columns = [(column["metric"], column["names"]) for column in profile["columns"] if column.get("metric")]
        columns += [(metric, [name]) for name, metric in profile.get("banner", {}).items()]
        for metric, given in columns:
            for platform in profile["platforms"]:
                known = names[metric][platform]
                known.extend(name for name in given if name not in known)
    return names


@transaction.atomic
def seed_metrics() -> int:
    """Write the known metrics; may run again. Returns how many there are. Own metrics of the company stay."""
    mapping = platform_names()
    rows = []
    for order, (code, row) in enumerate(known_metrics().items(), 1):
        fields = {name: value for name, value in row.items() if name != "listed"}
        platforms = {platform: list(names) for platform, names in mapping.get(code, {}).items()}
        platforms[GENERIC] = [code]
        if row["operational"]:
            platforms[OWN_RECORDS] = [row["source_zh"], row["source_en"]]
        rows.append(MetricDefinition(**fields, platforms=platforms, order=order))
    MetricDefinition.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=[
            field.name for field in MetricDefinition._meta.concrete_fields if field.name not in ("id", "code")
        ],
    )
    return len(rows)

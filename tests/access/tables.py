"""What the tables of the database hold, so that a request which may change nothing is seen to have changed nothing."""

from __future__ import annotations

import hashlib
from typing import Any

from django.apps import apps
from django.db import connection


def kept_tables() -> list[Any]:
    """Every table but the sessions, which live by being looked at."""
    models = apps.get_models(include_auto_created=True)
    return [model for model in models if model._meta.managed and model._meta.label != "sessions.Session"]


def counts() -> dict[str, tuple[int, Any]]:
    """For every table how many rows it has and the highest key, in one statement."""
    quote = connection.ops.quote_name
    query = " UNION ALL ".join(
        f"SELECT '{table}', COUNT(*), CAST(MAX({quote(key)}) AS varchar(80)) FROM {quote(table)}"
        for table, key in ((model._meta.db_table, model._meta.pk.column) for model in kept_tables())
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {name: (count, top) for name, count, top in cursor.fetchall()}


def fingerprints() -> dict[str, str]:
    """For every table the hash of all that stands in it."""
    found = {}
    for model in kept_tables():
        rows = model._base_manager.order_by("pk").values_list()
        found[model._meta.db_table] = hashlib.sha256(repr(list(rows)).encode()).hexdigest()
    return found

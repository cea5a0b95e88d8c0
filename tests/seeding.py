"""The rows that a company begins with, sown once a process and put back for every further test.

Sowing costs the better part of a second, putting back a thirtieth of it; the rows are the same, with their numbers.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.models import Count, Max, Min

from governance.policies.books import forget as forget_books
from governance.worktime.clock import forget as forget_clocks


class _Rows(NamedTuple):
    table: str
    insert: str
    rows: list[tuple[Any, ...]]


_kept: dict[tuple[object, ...], list[_Rows] | None] = {}


def sow(*steps: Callable[..., object]) -> None:
    """Run the steps that seed; after the first time, put back what they wrote if their tables are empty again.

    A flush gives the permissions new numbers, at which roles point: what was kept before it is not put back.
    """
    numbers = Permission.objects.aggregate(first=Min("pk"), last=Max("pk"), count=Count("pk"))
    key = (*steps, *numbers.values())
    kept = _kept.get(key)
    if kept and not _any_row([rows.table for rows in kept]):
        _put_back(kept)
    elif key in _kept:
        _run(steps)
    else:
        before = _counts()
        _run(steps)
        _kept[key] = _dump(before)


def _run(steps: tuple[Callable[..., object], ...]) -> None:
    for step in steps:
        step()


def _put_back(kept: list[_Rows]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for rows in kept:
            cursor.executemany(rows.insert, rows.rows)
    forget_books()
    forget_clocks()


def _dump(before: dict[str, int]) -> list[_Rows] | None:
    """What now stands in tables that were empty; None where a table that was not has changed too."""
    after = _counts()
    if any(before[table] and before[table] != count for table, count in after.items()):
        return None
    quote, found = connection.ops.quote_name, []
    with connection.cursor() as cursor:
        for model in _models():
            table = model._meta.db_table
            if before[table] or not after[table]:
                continue
            columns = [quote(field.column) for field in model._meta.local_concrete_fields if not field.generated]
            names = ", ".join(columns)
            # A plus sign keeps SQLite from turning what is stored into Python's dates and times.
            stored = ", ".join(f"+{name}" for name in columns) if connection.vendor == "sqlite" else names
            cursor.execute(f"SELECT {stored} FROM {quote(table)}")
            marks = ", ".join(["%s"] * len(columns))
            insert = f"INSERT INTO {quote(table)} ({names}) VALUES ({marks})"
            found.append(_Rows(table, insert, cursor.fetchall()))
    return found


def _models() -> list[Any]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _counts() -> dict[str, int]:
    quote = connection.ops.quote_name
    query = " UNION ALL ".join(
        f"SELECT '{model._meta.db_table}', COUNT(*) FROM {quote(model._meta.db_table)}" for model in _models()
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _any_row(tables: list[str]) -> bool:
    quote = connection.ops.quote_name
    query = " UNION ALL ".join(f"SELECT 1 WHERE EXISTS (SELECT 1 FROM {quote(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone() is not None

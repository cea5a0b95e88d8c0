"""The rows that tests begin with, made once a process and put back for every further test.

Making them costs the better part of a second, putting back a thirtieth of it; the rows are the same, with their
numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import count
from typing import Any, NamedTuple

import psycopg
from django.apps import apps
from django.contrib.auth.models import Permission
from django.db import connection, transaction
from django.db.models import Count, Max, Min
from psycopg.sql import SQL, Identifier

from governance.policies.books import forget as forget_books
from governance.public import index_texts
from governance.search.models import SearchText
from governance.worktime.clock import forget as forget_clocks

SCHEMA = "kept_rows"
# What tests roll back stays in PostgreSQL as dead rows, which every later look at an empty table reads.
CLEAN_EVERY, MANY_DEAD_ROWS = 25, 300


class _Rows(NamedTuple):
    table: str
    columns: tuple[str, ...]
    rows: list[tuple[Any, ...]]


class _Kept(NamedTuple):
    tables: list[str]
    put_back: Callable[[], None]
    texts: Sequence[tuple[str, int, int | None, str]]


_kept: dict[tuple[object, ...], _Kept | None] = {}
_sown = count(1)


def sow(*steps: Callable[..., object]) -> None:
    """Run the steps; after the first time, put back what they wrote if their tables are empty again.

    A flush may give the permissions new numbers, at which roles point: what was kept before it is not put back.
    """
    if connection.vendor == "postgresql" and next(_sown) % CLEAN_EVERY == 0:
        _clean()
    numbers = Permission.objects.aggregate(first=Min("pk"), last=Max("pk"), count=Count("pk"))
    key = (*steps, *numbers.values())
    kept = _kept.get(key)
    if kept and not _any_row(kept.tables):
        _put_back(kept)
    elif key in _kept:
        _run(steps)
    else:
        before = _counts()
        _run(steps)
        _kept[key] = _keep(before)


def _server() -> psycopg.Connection[Any]:
    """A connection of its own to the database of this test, outside what the test rolls back."""
    given = connection.get_connection_params()
    names = {key: given[key] for key in ("dbname", "user", "password", "host", "port") if key in given}
    return psycopg.connect(**names, autocommit=True)


def _clean() -> None:
    """Take the dead rows out of the tables that hold many; the transaction of the test that runs is not disturbed."""
    with _server() as server:
        rows = server.execute(
            "SELECT schemaname, relname FROM pg_stat_user_tables WHERE n_dead_tup > %s", [MANY_DEAD_ROWS]
        ).fetchall()
        if rows:
            tables = SQL(", ").join(Identifier(*row) for row in rows)
            server.execute(SQL("VACUUM (TRUNCATE OFF, SKIP_LOCKED) {}").format(tables))


def _run(steps: tuple[Callable[..., object], ...]) -> None:
    for step in steps:
        step()


def _put_back(kept: _Kept) -> None:
    with transaction.atomic():
        kept.put_back()
        index_texts(kept.texts)
    forget_books()
    forget_clocks()


def _keep(before: dict[str, int]) -> _Kept | None:
    """What now stands in tables that were empty; None where a table that was not has changed too."""
    after = _counts()
    if any(before[table] and before[table] != count for table, count in after.items()):
        return None
    found = []
    with connection.cursor() as cursor:
        for model in _models():
            table = model._meta.db_table
            if before[table] or not after[table] or model is SearchText:
                continue
            columns = tuple(field.column for field in model._meta.local_concrete_fields if not field.generated)
            names = ", ".join(map(_quoted, columns))
            # A plus sign keeps SQLite from turning what is stored into Python's dates and times.
            stored = names if connection.vendor == "postgresql" else ", ".join(f"+{_quoted(name)}" for name in columns)
            cursor.execute(f"SELECT {stored} FROM {_quoted(table)}")
            found.append(_Rows(table, columns, cursor.fetchall()))
    stood = SearchText.objects.none() if before[SearchText._meta.db_table] else SearchText.objects.all()
    texts = list(stood.values_list("kind", "object_id", "account_id", "text"))
    tables = [rows.table for rows in found]
    make = _by_the_server if connection.vendor == "postgresql" else _row_by_row
    return _Kept([*tables, SearchText._meta.db_table] if texts else tables, make(found), texts)


def _row_by_row(found: list[_Rows]) -> Callable[[], None]:
    inserts = [
        (
            f"INSERT INTO {_quoted(rows.table)} ({', '.join(map(_quoted, rows.columns))}) "
            f"VALUES ({', '.join(['%s'] * len(rows.columns))})",
            rows.rows,
        )
        for rows in found
    ]

    def put_back() -> None:
        with connection.cursor() as cursor:
            for insert, rows in inserts:
                cursor.executemany(insert, rows)

    return put_back


def _by_the_server(found: list[_Rows]) -> Callable[[], None]:
    """The rows lie in tables beside those of the site, from which the server copies them in one statement.

    They are written there by a connection of its own: what a test writes is rolled back.
    """
    schema = f"{SCHEMA}_{len(_kept)}"
    copies = []
    with _server() as server, server.cursor() as cursor:
        cursor.execute(SQL("DROP SCHEMA IF EXISTS {} CASCADE").format(Identifier(schema)))
        cursor.execute(SQL("CREATE SCHEMA {}").format(Identifier(schema)))
        for rows in found:
            columns = SQL(", ").join(map(Identifier, rows.columns))
            beside, table = Identifier(schema, rows.table), Identifier(rows.table)
            cursor.execute(SQL("CREATE TABLE {} AS SELECT {} FROM {} WITH NO DATA").format(beside, columns, table))
            with cursor.copy(SQL("COPY {} ({}) FROM STDIN").format(beside, columns)) as copy:
                for row in rows.rows:
                    copy.write_row(row)
            copies.append(
                SQL("INSERT INTO {} ({}) SELECT {} FROM {}").format(table, columns, columns, beside).as_string(server)
            )
        superuser = server.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user").fetchone()
    # They pointed at one another rightly when they were made; to look again after every test costs as much again.
    unwatched = ("SET LOCAL session_replication_role = replica", "SET LOCAL session_replication_role = origin")
    before, after = unwatched if superuser == (True,) else ("SELECT 1", "SELECT 1")
    whole = "; ".join([before, *copies, after])

    def put_back() -> None:
        with connection.cursor() as cursor:
            cursor.execute(whole)

    return put_back


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _models() -> list[Any]:
    return [model for model in apps.get_models(include_auto_created=True) if model._meta.managed]


def _counts() -> dict[str, int]:
    query = " UNION ALL ".join(
        f"SELECT '{model._meta.db_table}', COUNT(*) FROM {_quoted(model._meta.db_table)}" for model in _models()
    )
    with connection.cursor() as cursor:
        cursor.execute(query)
        return dict(cursor.fetchall())


def _any_row(tables: list[str]) -> bool:
    query = " UNION ALL ".join(f"SELECT 1 WHERE EXISTS (SELECT 1 FROM {_quoted(table)})" for table in tables)
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchone() is not None

"""Database triggers that refuse to change or delete what is append-only.

A row may be written once. UPDATE and DELETE raise on both databases, TRUNCATE on PostgreSQL; on SQLite
`recursive_triggers=ON` (settings) makes INSERT OR REPLACE fire them too. No setting lifts them; one test
fixture does, for the flush of a test database.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

SENTENCE = "append-only: this table is written once and never changed"
SETTLED = "append-only: this row is settled and keeps what it says"
_tables: set[str] = set()
_settled: dict[str, tuple[str, tuple[str, ...]]] = {}


def statements(vendor: str, table: str) -> tuple[list[str], list[str]]:
    """SQL that sets and lifts the triggers of one table on one database."""
    if vendor == "postgresql":
        function = (
            "CREATE OR REPLACE FUNCTION governance_refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SENTENCE} (%)', TG_TABLE_NAME; END $$"
        )
        row = (
            f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION governance_refuse_change()"
        )
        truncate = (
            f"CREATE TRIGGER {table}_no_truncate BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION governance_refuse_change()"
        )
        lift = [
            f"DROP TRIGGER IF EXISTS {table}_append_only ON {table}",
            f"DROP TRIGGER IF EXISTS {table}_no_truncate ON {table}",
        ]
        return [function, row, truncate], lift
    body = f"BEGIN SELECT RAISE(ABORT, '{SENTENCE}'); END"
    return (
        [
            f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {body}",
            f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} {body}",
        ],
        [f"DROP TRIGGER IF EXISTS {table}_no_update", f"DROP TRIGGER IF EXISTS {table}_no_delete"],
    )


def settled_statements(vendor: str, table: str, since: str, columns: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """SQL that sets and lifts the triggers of a table whose rows are settled once the column `since` is filled."""
    if vendor == "postgresql":
        changed = " OR ".join(f"OLD.{name} IS DISTINCT FROM NEW.{name}" for name in columns)
        function = (
            "CREATE OR REPLACE FUNCTION governance_refuse_settled() RETURNS trigger LANGUAGE plpgsql AS "
            f"$$ BEGIN RAISE EXCEPTION '{SETTLED} (%)', TG_TABLE_NAME; END $$"
        )
        call = "FOR EACH ROW WHEN ({}) EXECUTE FUNCTION governance_refuse_settled()"
        update = f"CREATE TRIGGER {table}_settled BEFORE UPDATE ON {table} " + call.format(
            f"OLD.{since} IS NOT NULL AND ({changed})"
        )
        delete = f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} " + call.format(f"OLD.{since} IS NOT NULL")
        return [function, update, delete], [
            f"DROP TRIGGER IF EXISTS {table}_{name} ON {table}" for name in ("settled", "kept")
        ]
    changed = " OR ".join(f"OLD.{name} IS NOT NEW.{name}" for name in columns)
    body = f"BEGIN SELECT RAISE(ABORT, '{SETTLED}'); END"
    return (
        [
            f"CREATE TRIGGER {table}_settled BEFORE UPDATE ON {table} "
            f"WHEN OLD.{since} IS NOT NULL AND ({changed}) {body}",
            f"CREATE TRIGGER {table}_kept BEFORE DELETE ON {table} WHEN OLD.{since} IS NOT NULL {body}",
        ],
        [f"DROP TRIGGER IF EXISTS {table}_{name}" for name in ("settled", "kept")],
    )


def settled(table: str, *, since: str, columns: tuple[str, ...]) -> RunPython:
    """A migration step: once `since` is filled, these columns of a row never change and it is never deleted."""
    _settled[table] = (since, columns)

    def run(place: int) -> Callable[[Apps, BaseDatabaseSchemaEditor], None]:
        def change(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
            for sql in settled_statements(schema_editor.connection.vendor, table, since, columns)[place]:
                schema_editor.execute(sql, params=None)

        return change

    return RunPython(run(0), run(1))


def append_only(*tables: str) -> RunPython:
    """A migration step that makes the tables append-only; reversible."""
    _tables.update(tables)

    def set_triggers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            for sql in statements(schema_editor.connection.vendor, table)[0]:
                schema_editor.execute(sql, params=None)

    def lift_triggers(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
        for table in tables:
            for sql in statements(schema_editor.connection.vendor, table)[1]:
                schema_editor.execute(sql, params=None)

    return RunPython(set_triggers, lift_triggers)


def guarded() -> frozenset[str]:
    """The tables that some migration made append-only or settled."""
    return frozenset(_tables | set(_settled))


@contextmanager
def lifted(connection: BaseDatabaseWrapper, *tables: str) -> Iterator[None]:
    """Without the triggers of `tables` (all append-only tables if none is named); for tests only."""
    names = tables or tuple(sorted(guarded() & set(connection.introspection.table_names())))
    pairs = [
        settled_statements(connection.vendor, table, *_settled[table])
        if table in _settled
        else statements(connection.vendor, table)
        for table in names
    ]
    with connection.cursor() as cursor:
        for _set, lift in pairs:
            for sql in lift:
                cursor.execute(sql, None)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for set_again, _lift in pairs:
                for sql in set_again:
                    cursor.execute(sql, None)

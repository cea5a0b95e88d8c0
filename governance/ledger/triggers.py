"""Database triggers that refuse to change or delete what is append-only.

A row may be written once. UPDATE and DELETE raise on both databases, TRUNCATE on PostgreSQL; on SQLite
`recursive_triggers=ON` (settings) makes INSERT OR REPLACE fire them too. No setting lifts them; one test
fixture does, for the flush of a test database.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.apps.registry import Apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import RunPython

SENTENCE = "append-only: this table is written once and never changed"
_tables: set[str] = set()


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


@contextmanager
def lifted(connection: BaseDatabaseWrapper, *tables: str) -> Iterator[None]:
    """Without the triggers of `tables` (all append-only tables if none is named); for tests only."""
    names = tables or tuple(sorted(_tables & set(connection.introspection.table_names())))
    with connection.cursor() as cursor:
        for table in names:
            for sql in statements(connection.vendor, table)[1]:
                cursor.execute(sql, None)
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for table in names:
                for sql in statements(connection.vendor, table)[0]:
                    cursor.execute(sql, None)

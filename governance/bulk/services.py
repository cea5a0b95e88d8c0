"""Writing thousands of new rows: ids taken at once, COPY on PostgreSQL, one prepared statement on SQLite.

`bulk_create` builds a statement of a thousand parameters for every batch, which costs more than the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from typing import Any, TypeVar

from django.core.serializers.json import DjangoJSONEncoder
from django.db import connection, models, transaction
from django.db.models.expressions import DatabaseDefault

from governance.statements.writing import insert_rows

# Below so many rows one statement with all their values is quicker than taking ids and then copying.
FEW = 50
Row = TypeVar("Row", bound=models.Model)


def insert_many(rows: Sequence[Row], *, history_kept: bool = False) -> Sequence[Row]:
    """Insert new rows of one model and give each its id; all or none. Nobody is told, no field sets itself.

    `history_kept` says that the caller writes the history of a model that has one.

    Checks, keys and triggers of the database hold as ever: a row that stands already raises IntegrityError. A column
    that the database fills, as no row gives it a value, is not read back.
    """
    if len(rows) < FEW and not history_kept:
        return insert_rows(rows)
    meta = type(rows[0])._meta
    fields = [
        field for field in meta.local_concrete_fields if not field.generated and not _left_to_database(field, rows)
    ]
    with transaction.atomic():
        for row, pk in zip(rows, reserve_ids(type(rows[0]), len(rows)), strict=True):
            row.pk = pk
        columns = [_stored(field, map(attrgetter(str(field.attname)), rows)) for field in fields]
        copy_rows(meta.db_table, [str(field.column) for field in fields], zip(*columns, strict=True))
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias
    return rows


def update_many(rows: Sequence[Row], fields: Sequence[str]) -> None:
    """Write these fields of rows of one model, in one prepared statement; the caller holds them locked."""
    if not rows:
        return
    meta = type(rows[0])._meta
    columns = [meta.get_field(name) for name in fields]
    values = [_stored(field, [getattr(row, field.attname) for row in rows]) for field in columns]  # type: ignore[union-attr, arg-type]
    sets = ", ".join(f'"{field.column}" = %s' for field in columns)  # type: ignore[union-attr]
    statement = f'UPDATE "{meta.db_table}" SET {sets} WHERE "{meta.pk.column}" = %s'  # noqa: S608 - names of ours
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.executemany(statement, list(zip(*values, (row.pk for row in rows), strict=True)))


def reserve_ids(model: type[models.Model], count: int) -> Iterable[int]:
    """So many ids that nobody else gets; on SQLite within the transaction that then writes them."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)",
                [table, model._meta.pk.column, count],
            )
            return [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = (last[0] if last else 0) + 1
    return range(first, first + count)


def copy_rows(table: str, columns: Sequence[str], rows: Iterable[Any]) -> None:
    """Write tuples of stored values; table and columns are ours, never a person's words."""
    names = ", ".join(f'"{column}"' for column in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
                for row in rows:
                    copy.write_row(row)
            return
        marks = ", ".join(["%s"] * len(columns))
        cursor.executemany(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', list(rows))  # noqa: S608


def _left_to_database(field: models.Field[Any, Any], rows: Sequence[models.Model]) -> bool:
    """Whether the column has a default of the database, and every row leaves it to that."""
    return field.has_db_default() and all(isinstance(getattr(row, field.attname), DatabaseDefault) for row in rows)


def _stored(field: models.Field[Any, Any], values: Iterable[Any]) -> Iterable[Any]:
    """A column as the database keeps it."""
    convert: Callable[[Any], Any] | None = None
    if isinstance(field, models.JSONField):
        convert = DjangoJSONEncoder().encode
    elif isinstance(field, models.DateTimeField):
        convert = None if connection.vendor == "postgresql" else _moment
    elif isinstance(field, models.DateField | models.TimeField | models.DecimalField):
        convert = partial(field.get_db_prep_save, connection=connection)
    if convert is None:
        return values
    return [None if value is None else convert(value) for value in values]


def _moment(value: datetime) -> str:
    """As SQLite keeps it: in UTC, without saying so."""
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ")

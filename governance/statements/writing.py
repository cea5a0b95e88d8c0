"""Inserts and guarded updates whose SQL is made once: one statement for the rows, nothing read before it.

Like `bulk_create` and `update` they send no signal, so a model with a history of its own is refused.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections, models, transaction
from django.db.models import AutoField, Field, Model

M = TypeVar("M", bound=Model)
# SQLite takes 32,766 values in one statement, PostgreSQL twice as many.
VALUES_PER_STATEMENT = 30_000
# Columns that a model fills while it is saved.
BY_SAVE = ("auto_now", "auto_now_add")


class _Insert(NamedTuple):
    head: str
    marks: str
    fields: tuple[Field[Any, Any], ...]
    tail: str
    returned: tuple[Field[Any, Any], ...]


def insert_row(row: M) -> M:
    """Insert a record that is new; it has its number afterwards."""
    return insert_rows([row])[0]


def insert_rows(rows: Sequence[M]) -> Sequence[M]:
    """Insert new records of one model in one statement, in their order; they have their numbers afterwards.

    Columns that the database generates, or has a default for, are filled by the database, and read back.
    """
    if not rows:
        return rows
    if any(row.pk is not None for row in rows):
        raise ValueError("a record that has its number already is not new")
    insert = _insert_into(type(rows[0]), connection.vendor)
    most = VALUES_PER_STATEMENT // len(insert.fields)
    if len(rows) <= most:
        _insert_some(insert, rows)
        return rows
    with transaction.atomic(savepoint=False):
        for first in range(0, len(rows), most):
            _insert_some(insert, rows[first : first + most])
    return rows


def _insert_some(insert: _Insert, rows: Sequence[Model]) -> None:
    database = connections[DEFAULT_DB_ALIAS]
    values = [_stored(field, getattr(row, field.attname), database) for row in rows for field in insert.fields]
    with database.cursor() as cursor:
        cursor.execute(f"{insert.head}{', '.join([insert.marks] * len(rows))}{insert.tail}", values)
        written = cursor.fetchall()
    for row, kept in zip(rows, written, strict=True):
        for field, value in zip(insert.returned, kept, strict=True):
            setattr(row, field.attname, _converted(field, value))
        row._state.adding, row._state.db = False, DEFAULT_DB_ALIAS


def _converted(field: Field[Any, Any], value: Any) -> Any:
    if isinstance(field, AutoField):
        return value
    column = field.get_col(field.model._meta.db_table)
    for converter in [*connection.ops.get_db_converters(column), *column.get_db_converters(connection)]:
        value = converter(value, column, connection)
    return value


@cache
def _insert_into(model: type[Model], vendor: str) -> _Insert:
    _refuse_history(model)
    meta: Any = model._meta
    quote = connection.ops.quote_name
    returned = tuple(
        field
        for field in meta.concrete_fields
        if isinstance(field, AutoField) or field.has_db_default() or field.generated
    )
    fields = tuple(field for field in meta.concrete_fields if field not in returned)
    for field in fields:
        if isinstance(field, models.FileField) or any(getattr(field, name, False) for name in BY_SAVE):
            raise TypeError(f"{model._meta.label}.{field.name} is filled by save() alone")
    columns = ", ".join(quote(field.column) for field in fields)
    return _Insert(
        f"INSERT INTO {quote(meta.db_table)} ({columns}) VALUES ",  # noqa: S608 - names of ours
        f"({', '.join(['%s'] * len(fields))})",
        fields,
        f" RETURNING {', '.join(quote(field.column) for field in returned)}",
        returned,
    )


class _Update(NamedTuple):
    sql: str
    fields: tuple[Field[Any, Any], ...]
    guards: tuple[Field[Any, Any], ...]


def update_row(row: Model, values: Mapping[str, Any], **guards: Any) -> bool:
    """Write some fields of a record where the `guards` still hold, and set them on the instance.

    False, with nothing written or set, where a guard does not hold: somebody was faster. None asks for NULL.
    """
    absent = tuple(name for name, value in guards.items() if value is None)
    update = _update_of(type(row), tuple(values), tuple(guards), absent, connection.vendor)
    database = connections[DEFAULT_DB_ALIAS]
    params = [
        *(_stored(field, value, database) for field, value in zip(update.fields, values.values(), strict=True)),
        row.pk,
        *(
            _stored(field, value, database)
            for field, value in zip(update.guards, guards.values(), strict=True)
            if value is not None
        ),
    ]
    with database.cursor() as cursor:
        cursor.execute(update.sql, params)
        written = bool(cursor.rowcount)
    if written:
        for name, value in values.items():
            setattr(row, name, value)
    return written


# What these columns hold as it is; every other value is brought into the form of the database by its field.
AS_IT_IS: dict[type[Field[Any, Any]], type] = {
    models.CharField: str,
    models.TextField: str,
    models.URLField: str,
    models.BigIntegerField: int,
    models.PositiveBigIntegerField: int,
    models.PositiveIntegerField: int,
    models.PositiveSmallIntegerField: int,
    models.BooleanField: bool,
    models.ForeignKey: int,
}


def _stored(field: Field[Any, Any], value: Any, database: Any) -> Any:
    if value is None or type(value) is AS_IT_IS.get(type(field)):
        return value
    return field.get_db_prep_save(value.pk if isinstance(value, Model) else value, database)


@cache
def _update_of(
    model: type[Model], names: tuple[str, ...], guards: tuple[str, ...], absent: tuple[str, ...], vendor: str
) -> _Update:
    _refuse_history(model)
    meta: Any = model._meta
    quote = connection.ops.quote_name
    fields, held = (tuple(_column(model, name) for name in some) for some in (names, guards))
    sets = ", ".join(f"{quote(str(field.column))} = %s" for field in fields)
    where = " AND ".join(
        f"{quote(str(field.column))} {'IS NULL' if name in absent else '= %s'}"
        for name, field in (("", meta.pk), *zip(guards, held, strict=True))
    )
    return _Update(f"UPDATE {quote(meta.db_table)} SET {sets} WHERE {where}", fields, held)  # noqa: S608 - names of ours


def _column(model: type[Model], name: str) -> Field[Any, Any]:
    field = next((row for row in model._meta.concrete_fields if name in (row.name, row.attname)), None)
    if field is None:
        raise TypeError(f"{name} is no column of {model._meta.label}")
    return field


def keeps_history(model: type[Model]) -> bool:
    """Whether every change of the model is kept in a history of its own, which save() alone writes."""
    return hasattr(model._meta, "simple_history_manager_attribute")


def _refuse_history(model: type[Model]) -> None:
    if keeps_history(model):
        raise TypeError(f"{model._meta.label} has a history, which is written by save() alone")

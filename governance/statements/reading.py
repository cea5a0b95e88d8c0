"""Querysets whose SQL is made once: for the reads that every signature, release and reply repeats.

Django writes the SQL of a queryset anew at every call, which costs several times what SQLite takes to answer it.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, Generic, TypeVar

from django.core.exceptions import MultipleObjectsReturned, ObjectDoesNotExist
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.models import Expression, Model, QuerySet
from django.db.models.query import get_related_populators
from django.db.transaction import TransactionManagementError

M = TypeVar("M", bound=Model)
MARK = re.compile(r"(?<!%)%s")


class Placeholder(Expression):
    """Stands in a queryset for a value that is known only when it runs."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, list[Any]]:  # type: ignore[override]
        return "%s", [self]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """What does not change from call to call."""

    sql: str
    params: dict[str, Any]
    converters: tuple[tuple[int, list[Any], Any], ...]
    locks: bool
    model: type[Model]
    first: int
    last: int
    columns: list[str]
    populators: list[Any]


class CompiledQuery(Generic[M]):
    """A queryset as a function of its values: `CompiledQuery(lambda pk: Draft.objects.filter(pk=pk))`.

    The parameters are numbers, strings, moments and dates, compared in filters; None and lists are not, because
    they change the SQL. Annotations and prefetches are not supported. Where the queryset locks rows, calling it
    outside a transaction raises TransactionManagementError, as Django does.
    """

    def __init__(self, build: Callable[..., QuerySet[M, Any]]) -> None:
        self._build = build
        self._names = tuple(inspect.signature(build).parameters)
        self._by_vendor: dict[str, _Compiled] = {}

    def all(self, **values: Any) -> list[M]:
        """Every record, with what the queryset joins."""
        compiled = self._compiled()
        first, last, columns = compiled.first, compiled.last, compiled.columns
        found = []
        for row in self._fetch(compiled, values):
            record = compiled.model.from_db(DEFAULT_DB_ALIAS, columns, row[first:last])
            for populator in compiled.populators:
                populator.populate(row, record)
            found.append(record)
        return found  # type: ignore[return-value]

    def first(self, **values: Any) -> M | None:
        """The first record, or None."""
        found = self.all(**values)
        return found[0] if found else None

    def get(self, **values: Any) -> M:
        """The one record. Raises DoesNotExist and MultipleObjectsReturned of its model, as a queryset does."""
        found = self.all(**values)
        if len(found) == 1:
            return found[0]
        model: Any = self._compiled().model
        wrong: type[Exception] = model.MultipleObjectsReturned if found else model.DoesNotExist
        assert issubclass(wrong, MultipleObjectsReturned | ObjectDoesNotExist)  # noqa: S101 - for the type checker
        raise wrong(f"{model._meta.object_name}: {len(found)} rows for {values}")

    def rows(self, **values: Any) -> list[tuple[Any, ...]]:
        """The rows of a queryset of `values_list`."""
        return [tuple(row) for row in self._fetch(self._compiled(), values)]

    def _compiled(self) -> _Compiled:
        found = self._by_vendor.get(connection.vendor)
        if found is None:
            found = self._by_vendor[connection.vendor] = self._compile()
        return found

    def _compile(self) -> _Compiled:
        query: Any = self._build(**{name: Placeholder(name) for name in self._names}).query
        compiler: Any = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = _named(*compiler.as_sql())
        selected = [row[0] for row in compiler.select[: compiler.col_count]]
        converters = tuple((place, *row) for place, row in compiler.get_converters(selected).items())
        info: Any = compiler.klass_info
        locks = bool(query.select_for_update)
        if info is None:
            return _Compiled(sql, params, converters, locks, query.model, 0, 0, [], [])
        fields = info["select_fields"]
        columns = [row[0].target.attname for row in compiler.select[fields[0] : fields[-1] + 1]]
        populators = get_related_populators(info, compiler.select, DEFAULT_DB_ALIAS)  # type: ignore[call-arg]
        return _Compiled(sql, params, converters, locks, info["model"], fields[0], fields[-1] + 1, columns, populators)

    def _fetch(self, compiled: _Compiled, values: dict[str, Any]) -> list[Any]:
        database = connections[DEFAULT_DB_ALIAS]
        if compiled.locks and not database.in_atomic_block:
            raise TransactionManagementError("rows are locked inside a transaction only")
        params = {**compiled.params, **{name: adapted(value) for name, value in values.items()}}
        with database.cursor() as cursor:
            cursor.execute(compiled.sql, params)
            found = cursor.fetchall()
        if not compiled.converters:
            return found
        rows = [list(row) for row in found]
        for place, converters, expression in compiled.converters:
            for row in rows:
                value = row[place]
                for converter in converters:
                    value = converter(value, expression, database)
                row[place] = value
        return rows


def _named(sql: str, params: Iterable[Any]) -> tuple[str, dict[str, Any]]:
    """The statement with its parameters by name, which Django hands to SQLite without a search through the text."""
    constants: dict[str, Any] = {}
    names = []
    for place, value in enumerate(params):
        if isinstance(value, Placeholder):
            names.append(value.name)
        else:
            names.append(f"constant_{place}")
            constants[names[-1]] = value
    named = iter(names)
    return MARK.sub(lambda _mark: f"%({next(named)})s", sql), constants


def adapted(value: Any) -> Any:
    """A value as the database takes it in a comparison."""
    if isinstance(value, date):  # a moment is a date too
        return connection.ops.adapt_unknown_value(value)
    if value is None or not isinstance(value, int | str):
        raise TypeError(f"{value!r} cannot stand for a placeholder")
    return value

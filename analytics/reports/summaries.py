"""Month summaries as plain rows: one statement, whole numbers as int, without the cost of model instances."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, NamedTuple

from django.db import connection

from analytics.metrics.models import AccountMonth

Number = int | float
STATEMENT = """
    SELECT s.account_id, a.handle, a.platform, s.month, m.code, m."order", m.aggregation, s.basis, s.value, s.items
    FROM analytics_accountmonth s
    JOIN analytics_metricdefinition m ON m.id = s.metric_id
    JOIN accounts_platformaccount a ON a.id = s.account_id
    WHERE s.month IN ({months})"""


TOTALS = """
    SELECT m.code, m."order", m.aggregation, t.basis, t.month, t.cells, t.total, t.items, t.weighted
    FROM (
        SELECT metric_id, basis, month, COUNT(*) AS cells, SUM(value * {one}) AS total, SUM(items) AS items,
            SUM(value * items * {one}) AS weighted
        FROM analytics_accountmonth s WHERE s.month IN ({months}){accounts} GROUP BY metric_id, basis, month
    ) t
    JOIN analytics_metricdefinition m ON m.id = t.metric_id"""


class Total(NamedTuple):
    """One month of one metric on one basis, over several accounts; `weighted` adds value times items."""

    metric: str
    order: int
    aggregation: str
    basis: str
    month: date
    cells: int
    total: Number
    items: int
    weighted: Number


class Summary(NamedTuple):
    """One month of one metric of one account, on one basis."""

    account_id: int
    handle: str
    platform: str
    month: date
    metric: str
    order: int
    aggregation: str
    basis: str
    value: Number
    items: int


def plain(value: Any) -> Number:
    """A stored value as a plain number; whole ones as int."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if value == whole else float(value)
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def months_with_figures(last: date) -> list[date]:
    """Every month up to `last` of which any account has figures."""
    months = AccountMonth.objects.filter(month__lte=last).order_by().values_list("month", flat=True)
    return list(months.distinct())


def read_summaries(
    months: Sequence[date], account_ids: Collection[int] | None = None, metrics: Collection[str] | None = None
) -> list[Summary]:
    """The summaries of these months, of all accounts or of some, in all metrics or in some."""
    if account_ids is not None and not account_ids:
        return []
    statement = STATEMENT.format(months=_marks(months)) + _of_accounts(account_ids)
    by_stored = _by_stored(months)
    params: list[Any] = [*map(connection.ops.adapt_datefield_value, months), *(account_ids or ())]
    if metrics is not None:
        statement += f" AND m.code IN ({_marks(metrics)})"
        params += metrics
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [
            Summary(pk, handle, platform, by_stored[month], code, order, how, basis, plain(value), items)
            for pk, handle, platform, month, code, order, how, basis, value, items in cursor.fetchall()
        ]


def read_totals(months: Sequence[date], account_ids: Collection[int] | None = None) -> list[Total]:
    """The summaries of these months added up over the accounts by the database; no row of an account is read."""
    if account_ids is not None and not account_ids:
        return []
    # As floating point on SQLite, whose whole numbers overflow when they are added; PostgreSQL adds exactly.
    one = "1.0" if connection.vendor == "sqlite" else "1"
    statement = TOTALS.format(months=_marks(months), accounts=_of_accounts(account_ids), one=one)
    by_stored = _by_stored(months)
    with connection.cursor() as cursor:
        cursor.execute(statement, [*map(connection.ops.adapt_datefield_value, months), *(account_ids or ())])
        return [
            Total(code, order, how, basis, by_stored[month], cells, plain(total), int(items), plain(weighted))
            for code, order, how, basis, month, cells, total, items, weighted in cursor.fetchall()
        ]


def _by_stored(months: Sequence[date]) -> dict[Any, date]:
    """Each month by what a cursor gives for it: a date or its text."""
    return {stored: month for month in months for stored in (month, connection.ops.adapt_datefield_value(month))}


def _marks(values: Collection[Any]) -> str:
    return ", ".join(["%s"] * len(values))


def _of_accounts(account_ids: Collection[int] | None) -> str:
    return "" if account_ids is None else f" AND s.account_id IN ({_marks(account_ids)})"

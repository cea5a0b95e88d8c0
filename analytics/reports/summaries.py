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


def read_summaries(months: Sequence[date], account_ids: Collection[int] | None = None) -> list[Summary]:
    """The summaries of these months, of all accounts or of some."""
    statement = STATEMENT.format(months=", ".join(["%s"] * len(months)))
    stored = [connection.ops.adapt_datefield_value(month) for month in months]
    params: list[Any] = list(stored)
    if account_ids is not None:
        if not account_ids:
            return []
        statement += f" AND s.account_id IN ({', '.join(['%s'] * len(account_ids))})"
        params += account_ids
    by_stored = {str(value): month for value, month in zip(stored, months, strict=True)}
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return [
            Summary._make((*row[:3], by_stored[str(row[3])], *row[4:8], plain(row[8]), row[9]))
            for row in cursor.fetchall()
        ]

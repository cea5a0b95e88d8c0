"""The figures of a month and of the month before, read from month summaries only (R-090, interface: totals)."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from accounts.public import PlatformAccount
from analytics.metrics.models import AccountMonth

DAILY = AccountMonth.Basis.DAILY
SUM, LAST, MEAN = "sum", "last", "mean"


def previous_month(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def months_back(month: date, count: int) -> list[date]:
    """`count` months that end with `month`, oldest first."""
    months = [month.replace(day=1)]
    while len(months) < count:
        months.append(previous_month(months[-1]))
    return months[::-1]


def days_in(month: date) -> int:
    """How many days the month has."""
    return monthrange(month.year, month.month)[1]


def ratio(value: Decimal | None, previous: Decimal | None) -> Decimal | None:
    """The change as a part of what was before; None where there is nothing to compare with."""
    if value is None or previous is None or previous == 0:
        return None
    return (value - previous) / abs(previous)


@dataclass(frozen=True, slots=True)
class Figure:
    """One metric of a month beside the month before; `items` are the days or posts that were counted."""

    metric: str
    aggregation: str
    month: date
    value: Decimal | None
    previous: Decimal | None
    items: int = 0
    previous_items: int = 0
    basis: str = DAILY

    @property
    def change(self) -> Decimal | None:
        """The change of the whole month."""
        return ratio(self.value, self.previous)

    @property
    def per_day(self) -> Decimal | None:
        """The month's value per calendar day; only what adds up has one."""
        return None if self.value is None or self.aggregation != SUM else self.value / days_in(self.month)

    @property
    def previous_per_day(self) -> Decimal | None:
        """The same of the month before."""
        before = previous_month(self.month)
        return None if self.previous is None or self.aggregation != SUM else self.previous / days_in(before)

    @property
    def change_per_day(self) -> Decimal | None:
        """The change per day: months of different length compare by this one."""
        return ratio(self.per_day, self.previous_per_day)

    @property
    def has_gaps(self) -> bool:
        """Whether daily figures do not cover every day of the month."""
        return self.basis == DAILY and 0 < self.items < days_in(self.month)

    def as_dict(self) -> dict[str, Any]:
        """For JSON: numbers as numbers, changes as parts of one and in per cent."""
        values = {
            "value": number(self.value),
            "previous": number(self.previous),
            "change": rounded(self.change),
            "change_percent": percent(self.change),
            "items": self.items,
            "previous_items": self.previous_items,
            "basis": str(self.basis),
        }
        if self.aggregation == SUM:
            values |= {
                "per_day": rounded(self.per_day),
                "previous_per_day": rounded(self.previous_per_day),
                "change_per_day": rounded(self.change_per_day),
                "change_per_day_percent": percent(self.change_per_day),
            }
        return values


@dataclass(frozen=True, slots=True)
class AccountFigures:
    """The figures of one account by metric."""

    account: PlatformAccount
    totals: dict[str, Figure]


@dataclass(frozen=True, slots=True)
class MonthFigures:
    """The figures of a month: all accounts together and each alone."""

    month: date
    totals: dict[str, Figure]
    accounts: list[AccountFigures] = field(default_factory=list)

    @property
    def previous(self) -> date:
        return previous_month(self.month)

    def one_sided(self, metric: str) -> list[str]:
        """Handles of the accounts with figures in one of the two months only: the change counts them as well."""
        return [
            row.account.handle
            for row in self.accounts
            if (figure := row.totals.get(metric)) and (figure.value is None) != (figure.previous is None)
        ]

    def as_dict(self) -> dict[str, Any]:
        """For JSON, as interface.md says."""
        return {
            "month": f"{self.month:%Y-%m}",
            "previous": f"{self.previous:%Y-%m}",
            "days": days_in(self.month),
            "previous_days": days_in(self.previous),
            "totals": {
                code: figure.as_dict() | ({"one_sided": names} if (names := self.one_sided(code)) else {})
                for code, figure in self.totals.items()
            },
            "accounts": [
                {
                    "handle": row.account.handle,
                    "totals": {code: figure.as_dict() for code, figure in row.totals.items()},
                }
                for row in self.accounts
            ],
        }


def number(value: Decimal | None) -> int | float | None:
    """A whole number where it is one."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(round(value, 6))


def rounded(value: Decimal | None) -> float | None:
    """Six places, for JSON."""
    return None if value is None else float(round(value, 6)) + 0.0  # a negative zero would not survive a database


def percent(value: Decimal | None) -> float | None:
    """Per cent with one place."""
    return None if value is None else float(round(value * 100, 1))


# One row of a summary: value, days or posts counted.
Cell = tuple[Decimal, int]


@dataclass(slots=True)
class _Metric:
    order: int
    aggregation: str
    cells: dict[int, dict[str, dict[date, Cell]]]  # by account, basis, month


def collect_figures(month: date, account_ids: Collection[int] | None = None) -> MonthFigures:
    """The figures of `month` and the month before; two statements, whatever the size of the daily tables."""
    month = month.replace(day=1)
    before = previous_month(month)
    rows = AccountMonth.objects.filter(month__in=[before, month])
    if account_ids is not None:
        rows = rows.filter(account_id__in=account_ids)
    metrics: dict[str, _Metric] = {}
    seen: set[int] = set()
    for account_id, of_month, code, order, how, basis, value, items in rows.values_list(
        "account_id", "month", "metric__code", "metric__order", "metric__aggregation", "basis", "value", "items"
    ):
        metric = metrics.get(code)
        if metric is None:
            metric = metrics[code] = _Metric(order, how, {})
        metric.cells.setdefault(account_id, {}).setdefault(basis, {})[of_month] = (value, items)
        seen.add(account_id)
    known = {row.pk: row for row in PlatformAccount.objects.filter(pk__in=seen)}
    totals: dict[str, Figure] = {}
    by_account: dict[int, dict[str, Figure]] = defaultdict(dict)
    for code, metric in sorted(metrics.items(), key=lambda item: (item[1].order, item[0])):
        for account_id, bases in metric.cells.items():
            by_account[account_id][code] = _figure(code, metric.aggregation, month, bases)
        totals[code] = total(figures[code] for figures in by_account.values() if code in figures)
    accounts = [
        AccountFigures(known[pk], by_account[pk]) for pk in sorted(by_account, key=lambda pk: known[pk].handle)
    ]
    return MonthFigures(month, totals, accounts)


def _figure(code: str, how: str, month: date, bases: dict[str, dict[date, Cell]]) -> Figure:
    """Daily figures where the month (or, without any, the month before) has them, else those of its posts."""
    before = previous_month(month)
    basis = min(bases, key=lambda name: (month not in bases[name], name != DAILY))
    value, items = bases[basis].get(month, (None, 0))
    previous, previous_items = bases[basis].get(before, (None, 0))
    return Figure(code, how, month, value, previous, items, previous_items, basis)


def total(figures: Iterable[Figure]) -> Figure:
    """Several accounts together: counts and levels add up, rates are weighted by what was counted."""
    rows = list(figures)
    first = rows[0]
    if len(rows) == 1:
        return first
    value, items = _together(first.aggregation, [(row.value, row.items) for row in rows])
    previous, previous_items = _together(first.aggregation, [(row.previous, row.previous_items) for row in rows])
    basis = first.basis if len({row.basis for row in rows}) == 1 else "mixed"
    return Figure(first.metric, first.aggregation, first.month, value, previous, items, previous_items, basis)


def _together(how: str, cells: list[tuple[Decimal | None, int]]) -> tuple[Decimal | None, int]:
    there = [(value, items) for value, items in cells if value is not None]
    if not there:
        return None, 0
    counted = sum(items for _value, items in there)
    if how != MEAN:
        return sum((value for value, _items in there), Decimal(0)), counted
    weight = counted or len(there)
    return sum((value * (items if counted else 1) for value, items in there), Decimal(0)) / weight, counted

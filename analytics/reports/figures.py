"""The figures of a month and of the month before, read from month summaries only (R-090, interface: totals)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache, cached_property
from typing import Any, NamedTuple

from analytics.metrics.models import AccountMonth
from analytics.reports.summaries import Number, Total, read_summaries, read_totals

DAILY = AccountMonth.Basis.DAILY
SUM, LAST, MEAN = "sum", "last", "mean"


@cache
def previous_month(month: date) -> date:
    """The first day of the month before."""
    return (month.replace(day=1) - timedelta(days=1)).replace(day=1)


def months_back(month: date, count: int) -> list[date]:
    """`count` months that end with `month`, oldest first."""
    months = [month.replace(day=1)]
    while len(months) < count:
        months.append(previous_month(months[-1]))
    return months[::-1]


@cache
def days_in(month: date) -> int:
    """How many days the month has."""
    return monthrange(month.year, month.month)[1]


def ratio(value: Number | None, previous: Number | None) -> Number | None:
    """The change as a part of what was before; None where there is nothing to compare with."""
    if value is None or previous is None or previous == 0:
        return None
    return (value - previous) / abs(previous)


class Figure(NamedTuple):
    """One metric of a month beside the month before; `items` are the days or posts that were counted."""

    metric: str
    aggregation: str
    month: date
    value: Number | None
    previous: Number | None
    items: int = 0
    previous_items: int = 0
    basis: str = DAILY

    @property
    def change(self) -> Number | None:
        """The change of the whole month."""
        return ratio(self.value, self.previous)

    @property
    def per_day(self) -> Number | None:
        """The month's value per calendar day; only what adds up has one."""
        return None if self.value is None or self.aggregation != SUM else self.value / days_in(self.month)

    @property
    def previous_per_day(self) -> Number | None:
        """The same of the month before."""
        before = previous_month(self.month)
        return None if self.previous is None or self.aggregation != SUM else self.previous / days_in(before)

    @property
    def change_per_day(self) -> Number | None:
        """The change per day: months of different length compare by this one."""
        return ratio(self.per_day, self.previous_per_day)

    @property
    def has_gaps(self) -> bool:
        """Whether daily figures do not cover every day of the month, or of the month before."""
        before = 0 < self.previous_items < days_in(previous_month(self.month))
        return self.basis == DAILY and (before or 0 < self.items < days_in(self.month))

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

    handle: str
    totals: dict[str, Figure]


@dataclass(frozen=True)
class MonthFigures:
    """The figures of a month: all accounts together, added up by the database, and each alone where asked for."""

    month: date
    totals: dict[str, Figure]
    account_ids: Collection[int] | None = None

    @cached_property
    def accounts(self) -> list[AccountFigures]:
        """Each account alone, by handle."""
        return _account_figures(self.month, self.account_ids)

    @property
    def previous(self) -> date:
        return previous_month(self.month)

    def one_sided(self, metric: str) -> list[str]:
        """Handles of the accounts with figures in one of the two months only: the change counts them as well."""
        return [
            row.handle
            for row in self.accounts
            if (figure := row.totals.get(metric)) and (figure.value is None) != (figure.previous is None)
        ]

    def gaps(self, metric: str) -> list[str]:
        """Handles of the accounts whose daily figures leave out days of one of the two months."""
        return [row.handle for row in self.accounts if (figure := row.totals.get(metric)) and figure.has_gaps]

    def _beside(self, metric: str) -> dict[str, list[str]]:
        """What to know beside the change; nothing where nothing is the matter."""
        found = {"one_sided": self.one_sided(metric), "gaps": self.gaps(metric)}
        return {name: handles for name, handles in found.items() if handles}

    def as_dict(self) -> dict[str, Any]:
        """For JSON, as interface.md says."""
        # Out of the same rows as the accounts: an import between two statements would set them apart.
        together = _totals_of(self.accounts)
        places = {code: place for place, code in enumerate(self.totals)}
        codes = sorted(together, key=lambda code: places.get(code, len(places)))
        return {
            "month": f"{self.month:%Y-%m}",
            "previous": f"{self.previous:%Y-%m}",
            "days": days_in(self.month),
            "previous_days": days_in(self.previous),
            # Out of the same rows as the accounts: an import between two statements would set them apart.
            "totals": {code: together[code].as_dict() | self._beside(code) for code in codes},
            "accounts": [
                {
                    "handle": row.handle,
                    "totals": {code: figure.as_dict() for code, figure in row.totals.items()},
                }
                for row in self.accounts
            ],
        }


def number(value: Number | None) -> Number | None:
    """A whole number where it is one."""
    if value is None or isinstance(value, int):
        return value
    return int(value) if value.is_integer() else round(value, 6)


def rounded(value: Number | None) -> float | None:
    """Six places, for JSON."""
    return None if value is None else round(float(value), 6) + 0.0  # no negative zero: no database keeps it


def percent(value: Number | None) -> float | None:
    """Per cent with one place."""
    return None if value is None else round(value * 100, 1) + 0.0


# One row of a summary: value, days or posts counted.
Cell = tuple[Number, int]


def collect_figures(month: date, account_ids: Collection[int] | None = None) -> MonthFigures:
    """The figures of `month` and the month before; one statement, whatever the size of the daily tables.

    A second one only for metrics that some accounts report by day and others by post.
    """
    month = month.replace(day=1)
    before = previous_month(month)
    found: dict[str, dict[str, dict[date, Total]]] = {}
    ranks: dict[str, tuple[int, str]] = {}
    for row in read_totals([before, month], account_ids):
        ranks[row.metric] = (row.order, row.metric)
        found.setdefault(row.metric, {}).setdefault(row.basis, {})[row.month] = row
    mixed = [code for code, bases in found.items() if len(bases) > 1]
    totals = _totals_of(_account_figures(month, account_ids, mixed)) if mixed else {}
    for code, bases in found.items():
        if code not in totals:
            ((basis, months),) = bases.items()
            totals[code] = _added_up(code, basis, month, months.get(month), months.get(before))
    return MonthFigures(
        month, {code: totals[code] for code in sorted(totals, key=lambda code: ranks[code])}, account_ids
    )


def _added_up(code: str, basis: str, month: date, now: Total | None, before: Total | None) -> Figure:
    """A metric of several accounts that all stand on one basis."""
    row = now or before
    how = row.aggregation if row else SUM
    value, items = _summed(now)
    previous, previous_items = _summed(before)
    return Figure(code, how, month, value, previous, items, previous_items, basis)


def _summed(row: Total | None) -> tuple[Number | None, int]:
    """Counts and levels add up; rates are weighted by what was counted."""
    if row is None:
        return None, 0
    if row.aggregation != MEAN:
        return row.total, row.items
    return (row.weighted / row.items if row.items else row.total / row.cells), row.items


def _account_figures(
    month: date, account_ids: Collection[int] | None, only: Collection[str] | None = None
) -> list[AccountFigures]:
    """The figures of each account, in every metric or only in some; one statement."""
    before = previous_month(month)
    cells: dict[int, dict[str, dict[str, dict[date, Cell]]]] = {}
    metrics: dict[str, tuple[int, str]] = {}
    handles: dict[str, int] = {}
    for row in read_summaries([before, month], account_ids, only):
        metrics[row.metric] = (row.order, row.aggregation)
        handles[row.handle] = row.account_id
        bases = cells.setdefault(row.account_id, {}).setdefault(row.metric, {})
        bases.setdefault(row.basis, {})[row.month] = (row.value, row.items)
    codes = sorted(metrics, key=lambda code: (metrics[code][0], code))
    return [
        AccountFigures(
            handle,
            {
                code: _figure(code, metrics[code][1], month, before, cells[pk][code])
                for code in codes
                if code in cells[pk]
            },
        )
        for handle, pk in sorted(handles.items())
    ]


def _totals_of(accounts: list[AccountFigures]) -> dict[str, Figure]:
    """All accounts together, in the order of their metrics."""
    found: dict[str, list[Figure]] = {}
    for row in accounts:
        for code, figure in row.totals.items():
            found.setdefault(code, []).append(figure)
    return {code: total(figures) for code, figures in found.items()}


def chosen_basis(bases: Mapping[str, Collection[date]]) -> str:
    """The one basis on which months are compared: that of the newest month, daily figures where it has both."""
    return max(bases, key=lambda name: (max(bases[name]), name == DAILY))


def _figure(code: str, how: str, month: date, before: date, bases: dict[str, dict[date, Cell]]) -> Figure:
    """The month and the month before, on one basis."""
    basis = chosen_basis(bases)
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


def _together(how: str, cells: list[tuple[Number | None, int]]) -> tuple[Number | None, int]:
    there = [(value, items) for value, items in cells if value is not None]
    if not there:
        return None, 0
    counted = sum(items for _value, items in there)
    if how != MEAN:
        return sum(value for value, _items in there), counted
    weight = counted or len(there)
    return sum(value * (items if counted else 1) for value, items in there) / weight, counted

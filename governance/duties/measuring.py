"""How duties are measured, for the probes of every floor: fresh in each place, or valid for each person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, TypeVar

from django.db.models import Exists, Max, OuterRef, Q, QuerySet

from governance.board.registry import Scope, Window
from governance.duties.models import Duty, DutyRecord
from governance.duties.opening import places_in
from governance.duties.rules import duty_kind
from governance.policies.params import param

M = TypeVar("M", bound="QuerySet[Any]")


def records_behind(kind: str, window: Window) -> QuerySet[DutyRecord]:
    """The record of the place of the outer row that was good at the window's end."""
    return DutyRecord.objects.filter(kind=kind, **{duty_kind(kind).column: OuterRef("pk")}).valid(window.now)


def duty_places(kind: str, window: Window) -> QuerySet[Any]:
    """The places in which the kind holds."""
    return places_in(duty_kind(kind), window.now)


def places_late(kind: str, places: M, window: Window) -> M:
    """Places whose record has run out, and those that never had one and whose first time is over."""
    clocked = Duty.objects.filter(
        Q(closed_at=None) | Q(closed_at__gt=window.now), kind=kind, opened_at__lte=window.now, due_at__gt=window.now,
        **{duty_kind(kind).column: OuterRef("pk")},
    )  # fmt: skip
    return places.filter(~Exists(records_behind(kind, window)), ~Exists(clocked))


def places_without_record(kind: str, places: M, window: Window) -> M:
    """Places without a record that is good."""
    return places.filter(~Exists(records_behind(kind, window)))


def freshness_of_duty(kind: str, places: QuerySet[Any], scope: Scope, window: Window) -> Any:
    """The moment from which the age of the scope counts: that of the place whose record runs out first.

    Told by the interval of the scope, so that a place with a longer one of its own is not late before its time.
    """
    column = duty_kind(kind).column
    rows = DutyRecord.objects.filter(kind=kind, filed_at__lte=window.now, **{f"{column}__in": places})
    newest = rows.order_by().values(column).annotate(until=Max("valid_until"))
    first = min((row["until"] for row in newest), default=None)
    if first is None:
        return None
    where = (
        {"account": scope.account} if scope.account
        else {"pack": scope.pack} if scope.pack
        else {"department": scope.department} if scope.department
        else {}
    )  # fmt: skip
    days = int(param(duty_kind(kind).interval, at=window.now, **where).value)
    return first - timedelta(days=days)

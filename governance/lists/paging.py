"""Pages by key: the next page starts after the last row, so that page 4,000 costs what page 1 costs."""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import F, IntegerField, Q, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

COUNT_CAP = 1001
SIZE = 25


class Counted(Subquery):
    """How many rows a query finds; asked once, however many rows show it."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


class KeyPage:
    """One page of a list: its rows, the token of the next page, and a count that stops at 1,001."""

    def __init__(
        self, queryset: QuerySet[Any], order: Sequence[str], after: str, size: int, filled: bool, counted: bool
    ) -> None:
        self._queryset = queryset
        self.order = tuple(order)
        self.size = size
        values = place_in(queryset, self.order, after, filled)
        self.after = after if values is not None else ""
        page = queryset.order_by(*(self.order if filled else map(ordering, self.order)))
        if values is not None:
            page = page.filter(within(self.order, values) if filled else beyond(self.order, values))
        if counted:
            page = page.annotate(rows_in_list=Counted(queryset.order_by().values("pk")[:COUNT_CAP]))
        rows = list(page[: size + 1])
        self.rows = rows[:size]
        if counted and rows:
            self.count = rows[0].rows_in_list
        self.next_after = write_token(self.rows[-1], self.order) if len(rows) > size else ""

    def __iter__(self) -> Iterator[Any]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)

    @cached_property
    def count(self) -> int:
        """How many rows the whole list has, no further than 1,001."""
        if not self.after and not self.next_after:
            return len(self.rows)
        return self._queryset.order_by()[:COUNT_CAP].count()

    @property
    def count_words(self) -> str:
        """The count in words."""
        if self.count >= COUNT_CAP:
            return _("more than 1,000 rows")
        return ngettext("%d row", "%d rows", self.count) % self.count


def page_by_key(
    queryset: QuerySet[Any],
    *,
    order: Sequence[str] = ("-created_at", "-pk"),
    after: str | None = "",
    size: int = SIZE,
    filled: bool = False,
    counted: bool = False,
) -> KeyPage:
    """A page of `queryset` in `order`, after the row that the token `after` names.

    `order` must end in something unique ("pk"). Empty values come last, in both directions. A token that
    somebody changed by hand leads to the first page. `filled` says that no value of the order is empty: then an
    index over the order serves every page. `counted` counts in the statement of the rows: one statement less for a
    page that shows the count, of rows that are neither grouped nor made distinct.
    """
    return KeyPage(queryset, order, after or "", size, filled, counted)


def ordering(name: str) -> Any:
    """The ORDER BY of one field, with empty values last."""
    return F(name[1:]).desc(nulls_last=True) if name.startswith("-") else F(name).asc(nulls_last=True)


def beyond(order: Sequence[str], values: Sequence[Any]) -> Q:
    """The condition "comes after these values in this order"."""
    name, value = order[0], values[0]
    field, direction = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
    if value is None:
        same = Q(**{f"{field}__isnull": True})
        return same & beyond(order[1:], values[1:]) if len(order) > 1 else Q(pk__in=[])
    further = Q(**{f"{field}__{direction}": value})
    if field not in ("pk", "id"):
        further |= Q(**{f"{field}__isnull": True})
    if len(order) == 1:
        return further
    return further | (Q(**{field: value}) & beyond(order[1:], values[1:]))


def within(order: Sequence[str], values: Sequence[Any]) -> Q:
    """The condition "comes after these values" where none is empty: a range that an index can begin at."""
    name, value = order[0], values[0]
    field, direction = name.lstrip("-"), "lt" if name.startswith("-") else "gt"
    further = Q(**{f"{field}__{direction}": value})
    if len(order) == 1:
        return further
    return Q(**{f"{field}__{direction}e": value}) & (further | (Q(**{field: value}) & within(order[1:], values[1:])))


def write_token(row: Any, order: Sequence[str]) -> str:
    """The place of a row in the order, as a word for the address."""
    values = []
    for name in order:
        value = row
        for part in name.lstrip("-").split("__"):
            value = getattr(value, part, None)
        values.append(_pack(value))
    return base64.urlsafe_b64encode(json.dumps(values, separators=(",", ":")).encode()).decode().rstrip("=")


def place_in(queryset: QuerySet[Any], order: Sequence[str], token: str, filled: bool) -> list[Any] | None:
    """The values of a token as the fields of the order hold them; None where a field could not hold its value."""
    values = read_token(token, len(order))
    if values is None or values[-1] is None or (filled and None in values):
        return None
    try:
        return [fitting(field_of(queryset, name), value) for name, value in zip(order, values, strict=True)]
    except (ValidationError, ValueError, TypeError, ArithmeticError):
        return None


def field_of(queryset: QuerySet[Any], name: str) -> Any:
    """The field behind one name of the order: a column, one across relations, or an annotation."""
    first, *rest = name.lstrip("-").split("__")
    if first in queryset.query.annotations:
        return queryset.query.annotations[first].output_field
    options: Any = queryset.model._meta
    field = options.pk if first == "pk" else options.get_field(first)
    for part in rest:
        options = field.related_model._meta
        field = options.pk if part == "pk" else options.get_field(part)
    return field


def fitting(field: Any, value: Any) -> Any:
    """The value as the field reads it; raises ValidationError, ValueError, TypeError or ArithmeticError."""
    if value is None:
        return None
    if isinstance(value, str) and "\x00" in value:
        raise ValueError("no text holds this character")
    found = field.to_python(value)
    if isinstance(found, datetime):
        found.astimezone(UTC)
        if timezone.is_naive(found):
            raise ValueError("a moment without its zone")
    field.run_validators(found)
    return found


def read_token(token: str, length: int) -> list[Any] | None:
    """The values of a token; None where it is none of ours."""
    if not token or len(token) > 2000:
        return None
    try:
        packed = json.loads(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
        values = [_unpack(kind, value) for kind, value in packed]
    except (ValueError, TypeError, ArithmeticError, RecursionError, binascii.Error):
        return None
    return values if len(values) == length else None


def _pack(value: Any) -> list[Any]:
    if isinstance(value, datetime):
        return ["t", value.isoformat()]
    if isinstance(value, date):
        return ["d", value.isoformat()]
    if isinstance(value, Decimal):
        return ["m", str(value)]
    if value is None or isinstance(value, str | int | float):
        return ["v", value]
    raise TypeError(f"lists cannot be paged by {type(value).__name__}")


def _unpack(kind: str, value: Any) -> Any:
    if kind == "v":
        if value is not None and not isinstance(value, str | int | float):
            raise ValueError(value)
        return value
    if kind == "t":
        return datetime.fromisoformat(value)
    if kind == "d":
        return date.fromisoformat(value)
    if kind == "m":
        return Decimal(value)
    raise ValueError(kind)

"""Particulars read and shown: each type of field once, from a value to what is kept (JSON) and back to words."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from governance.particulars.rules import (
    AMOUNT,
    CHECK,
    CHECKED,
    CHOICE,
    DATE,
    LINES,
    MOMENT,
    NUMBER,
    PERSON,
    TEXT,
    YES,
    Particular,
)
from governance.refusals.exceptions import Refused
from governance.texts.hygiene import clean_text

EMPTY = (None, "")


def _text(field: Particular, value: Any) -> str:
    return clean_text(str(value), field=field.name, limit=field.limit, one_line=True)


def _lines(field: Particular, value: Any) -> str:
    return clean_text(str(value), field=field.name, limit=field.limit).strip()


def _number(field: Particular, value: Any) -> int:
    return int(value)


def _amount(field: Particular, value: Any) -> str:
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise ValueError(value)
    return str(amount)


def _date(field: Particular, value: Any) -> str:
    found = value if isinstance(value, date) else parse_date(str(value))
    if found is None:
        raise ValueError(value)
    return found.isoformat()


def _moment(field: Particular, value: Any) -> str:
    found = value if isinstance(value, datetime) else parse_datetime(str(value))
    if found is None:
        raise ValueError(value)
    return (found if timezone.is_aware(found) else timezone.make_aware(found)).isoformat()


def _yes(field: Particular, value: Any) -> bool:
    return bool(value)


def _choice(field: Particular, value: Any) -> str:
    if value not in dict(field.choices):
        raise ValueError(value)
    return str(value)


def _check(field: Particular, value: Any) -> str:
    if value not in dict(CHECKED):
        raise ValueError(value)
    return str(value)


def _person(field: Particular, value: Any) -> int:
    pk = int(getattr(value, "pk", value))
    if not get_user_model().objects.filter(pk=pk, is_active=True).exists():
        raise ValueError(value)
    return pk


READERS: Mapping[str, Callable[[Particular, Any], Any]] = {
    TEXT: _text, LINES: _lines, NUMBER: _number, AMOUNT: _amount, DATE: _date, MOMENT: _moment, YES: _yes,
    CHOICE: _choice, PERSON: _person, CHECK: _check,
}  # fmt: skip


SHOWN: Mapping[str, Callable[[str], Any]] = {DATE: parse_date, MOMENT: parse_datetime}


def kept(fields: Collection[Particular], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept, or a refusal that names the field. An unknown name raises KeyError."""
    unknown = values.keys() - {field.name for field in fields}
    if unknown:
        raise KeyError(f"nobody asks for {sorted(unknown)}")
    found: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.name)
        if value in EMPTY or (field.required and field.type == YES and not value):
            if field.required:
                raise Refused(_("Please fill in “%(label)s”.") % {"label": field.label}, field=field.name)
            continue
        try:
            found[field.name] = READERS[field.type](field, value)
        except (ValueError, TypeError, InvalidOperation) as fault:
            raise Refused(
                _("“%(label)s” does not fit. Please correct it.") % {"label": field.label}, field=field.name
            ) from fault
        if found[field.name] == "" and field.required:
            raise Refused(_("Please fill in “%(label)s”.") % {"label": field.label}, field=field.name)
    return found


def shown(fields: Collection[Particular] | None, payload: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Label and value of each particular, people and choices by name; raw where the kind is gone."""
    if fields is None:
        return list(payload.items())
    people = people_in(fields, [payload])
    return [
        (field.label, in_words(field, payload[field.name], people)) for field in fields if field.name in payload
    ]  # fmt: skip


def people_in(fields: Collection[Particular], payloads: Collection[Mapping[str, Any]]) -> dict[int, Any]:
    """Everybody whom these particulars name, in one query."""
    named = [field.name for field in fields if field.type == PERSON]
    ids = {payload[name] for payload in payloads for name in named if name in payload}
    return get_user_model().objects.in_bulk(ids) if ids else {}


def in_words(field: Particular, value: Any, people: Mapping[int, Any]) -> Any:
    """One value as a page or a file shows it."""
    if field.named is not None:
        return field.named(str(value))
    if field.type == PERSON:
        return people.get(value, value)
    if field.type in (CHOICE, CHECK):
        return dict(CHECKED if field.type == CHECK else field.choices).get(value, value)
    if field.type == YES:
        return _("yes") if value else _("no")
    return SHOWN.get(field.type, str)(value)

"""What is asked of whoever asks: each type of field once, from a value to what is kept (JSON) and shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.translation import gettext as _

from governance.approvals.rules import (
    AMOUNT,
    CHOICE,
    DATE,
    LINES,
    MOMENT,
    NUMBER,
    PERSON,
    TEXT,
    YES,
    ApprovalField,
    ApprovalKind,
)
from governance.refusals.exceptions import Refused
from governance.texts.hygiene import clean_text

EMPTY = (None, "")


def _text(field: ApprovalField, value: Any) -> str:
    return clean_text(str(value), field=field.name, limit=field.limit, one_line=True)


def _lines(field: ApprovalField, value: Any) -> str:
    return clean_text(str(value), field=field.name, limit=field.limit).strip()


def _number(field: ApprovalField, value: Any) -> int:
    return int(value)


def _amount(field: ApprovalField, value: Any) -> str:
    amount = Decimal(str(value))
    if not amount.is_finite():
        raise ValueError(value)
    return str(amount)


def _date(field: ApprovalField, value: Any) -> str:
    found = value if isinstance(value, date) else parse_date(str(value))
    if found is None:
        raise ValueError(value)
    return found.isoformat()


def _moment(field: ApprovalField, value: Any) -> str:
    found = value if isinstance(value, datetime) else parse_datetime(str(value))
    if found is None:
        raise ValueError(value)
    return (found if timezone.is_aware(found) else timezone.make_aware(found)).isoformat()


def _yes(field: ApprovalField, value: Any) -> bool:
    return bool(value)


def _choice(field: ApprovalField, value: Any) -> str:
    if value not in dict(field.choices):
        raise ValueError(value)
    return str(value)


def _person(field: ApprovalField, value: Any) -> int:
    pk = int(getattr(value, "pk", value))
    if not get_user_model().objects.filter(pk=pk, is_active=True).exists():
        raise ValueError(value)
    return pk


READERS: Mapping[str, Callable[[ApprovalField, Any], Any]] = {
    TEXT: _text, LINES: _lines, NUMBER: _number, AMOUNT: _amount, DATE: _date, MOMENT: _moment, YES: _yes,
    CHOICE: _choice, PERSON: _person,
}  # fmt: skip


SHOWN: Mapping[str, Callable[[str], Any]] = {DATE: parse_date, MOMENT: parse_datetime}


def kept(kind: ApprovalKind, values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as they are kept, or a refusal that names the field. An unknown name raises KeyError."""
    unknown = values.keys() - {field.name for field in kind.fields}
    if unknown:
        raise KeyError(f"{kind.code} has no field {sorted(unknown)}")
    found: dict[str, Any] = {}
    for field in kind.fields:
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


def shown(kind: ApprovalKind | None, payload: Mapping[str, Any]) -> list[tuple[Any, Any]]:
    """Label and value of each particular, people and choices by name; raw where the kind is gone."""
    if kind is None:
        return list(payload.items())
    ids = [payload[field.name] for field in kind.fields if field.type == PERSON and field.name in payload]
    people = get_user_model().objects.in_bulk(ids) if ids else {}
    rows = []
    for field in kind.fields:
        if field.name in payload:
            rows.append((field.label, _in_words(field, payload[field.name], people)))
    return rows


def _in_words(field: ApprovalField, value: Any, people: Mapping[int, Any]) -> Any:
    if field.type == PERSON:
        return people.get(value, value)
    if field.type == CHOICE:
        return dict(field.choices).get(value, value)
    if field.type == YES:
        return _("yes") if value else _("no")
    return SHOWN.get(field.type, str)(value)

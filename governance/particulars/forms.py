"""Particulars in a form; shapes only."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib.auth import get_user_model

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
from governance.worktime.forms import DayField, MomentField


def _colleagues() -> Any:
    return get_user_model().objects.filter(is_active=True).order_by("department__code", "username")


SHAPES: Mapping[str, Callable[..., forms.Field]] = {
    TEXT: lambda row, **rest: forms.CharField(max_length=row.limit, **rest),
    LINES: lambda row, **rest: forms.CharField(max_length=row.limit, widget=forms.Textarea({"rows": 4}), **rest),
    NUMBER: lambda row, **rest: forms.IntegerField(min_value=0, max_value=2**31 - 1, **rest),
    AMOUNT: lambda row, **rest: forms.DecimalField(max_digits=14, decimal_places=2, min_value=0, **rest),
    DATE: lambda row, **rest: DayField(**rest),
    MOMENT: lambda row, **rest: MomentField(
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"), **rest
    ),
    YES: lambda row, **rest: forms.BooleanField(**rest),
    CHOICE: lambda row, **rest: forms.ChoiceField(choices=[("", "—"), *row.choices], **rest),
    CHECK: lambda row, **rest: forms.ChoiceField(choices=CHECKED, widget=forms.RadioSelect, **rest),
    PERSON: lambda row, **rest: forms.ModelChoiceField(queryset=_colleagues(), **rest),
}


def shape_of(row: Particular) -> forms.Field:
    """The form field of a row."""
    return SHAPES[row.type](row, label=row.label, help_text=row.help, required=row.required)

"""Days and moments that people type: within a lifetime of the company, so that every clock can show them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.worktime.rules import FIRST_TYPED_YEAR, LAST_TYPED_YEAR


def check_typed_year(day: date) -> None:
    """Raise ValidationError for a year that is a slip of the pen, or that no other time zone can hold."""
    if not FIRST_TYPED_YEAR <= day.year <= LAST_TYPED_YEAR:
        raise forms.ValidationError(
            _("Please give a year between %(first)s and %(last)s."),
            code="year",
            params={"first": FIRST_TYPED_YEAR, "last": LAST_TYPED_YEAR},
        )


class MomentField(forms.DateTimeField):
    """A moment on the person's own clock."""

    def validate(self, value: datetime | None) -> None:
        super().validate(value)
        if value is not None:
            check_typed_year(value)


class DayInput(forms.DateInput):
    """The browser's own choice of a day, which understands one form of it in every language."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day."""

    widget = DayInput

    def validate(self, value: date | None) -> None:
        super().validate(value)
        if value is not None:
            check_typed_year(value)

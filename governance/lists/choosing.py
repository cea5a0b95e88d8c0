"""Fields in which records are chosen by their numbers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

# As many figures as any key has.
NUMBER_DIGITS = 18
LARGEST_KEY = 10**NUMBER_DIGITS - 1


def known_number(text: str | None) -> int | None:
    """The number of a record out of an address, or None where no record can have it."""
    return int(text) if text and text.isdecimal() and len(text) <= NUMBER_DIGITS else None


class KnownRows(forms.ModelMultipleChoiceField):
    """Several records by their numbers; one that no database could hold is unknown like any other."""

    def clean(self, value: Any) -> QuerySet[Any]:
        if isinstance(value, (list, tuple)):
            for text in value:
                if len(str(text)) > NUMBER_DIGITS:
                    raise ValidationError(self.error_messages["invalid_choice"], params={"value": str(text)[:20]})
        return super().clean(value)

"""Shapes of what is typed about rotas."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from governance.public import holders
from interactions.rota.rules import WEEKDAYS


def _clock() -> forms.TimeInput:
    return forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class ShiftForm(forms.Form):
    """One shift of one person."""

    weekday = forms.TypedChoiceField(label=_("Weekday"), choices=WEEKDAYS, coerce=int)
    begins = forms.TimeField(label=_("From"), widget=_clock())
    ends = forms.TimeField(label=_("Until"), widget=_clock())
    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, account: PlatformAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["person"]
        field.queryset = holders("accounts.reply", account.pk)

"""The form of one's own settings."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from governance.preferences.rules import FIELDS, zone_choices


class PreferencesForm(forms.Form):
    """Language, clock, quiet hours and keyboard."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    time_zone = forms.ChoiceField(
        label=_("Time zone"),
        choices=zone_choices,
        help_text=_("Times are shown on this clock. Due times are counted on the calendar of the account."),
    )
    quiet_from = forms.TimeField(
        label=_("Quiet from"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=_("No mail and no chat message between these times, crises excepted. Both empty: always reachable."),
    )
    quiet_to = forms.TimeField(
        label=_("Quiet until"), required=False, widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"})
    )
    shortcuts_enabled = forms.BooleanField(
        label=_("Keyboard shortcuts"), required=False, help_text=_("Press ? on any page to see them.")
    )

    @classmethod
    def of(cls, user: Any, data: Any = None) -> PreferencesForm:
        """The form filled with the person's present settings."""
        return cls(data, initial={name: getattr(user, name) for name in FIELDS})

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        if (values.get("quiet_from") is None) != (values.get("quiet_to") is None):
            self.add_error("quiet_to", _("Please give both times, or neither."))
        return values

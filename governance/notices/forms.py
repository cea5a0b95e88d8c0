"""The shape of one's channels."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.notices.models import Subscription
from governance.notices.rules import CHANNELS, MAIL

if TYPE_CHECKING:
    from accounts.models import User

TOKEN_LENGTH = 200


class ChannelsForm(forms.Form):
    """A switch per channel, and the token of its webhook for a chat channel; a stored token is never shown."""

    def __init__(self, user: User, data: Any = None) -> None:
        rows = {row.channel: row for row in Subscription.objects.filter(user=user)}
        super().__init__(data)
        for channel in CHANNELS:
            row = rows.get(channel.code)
            self.fields[f"{channel.code}_on"] = forms.BooleanField(
                label=str(channel.label), required=False, initial=row.is_on if row else channel.code == MAIL
            )
            if channel.scheme:
                self.fields[f"{channel.code}_address"] = forms.CharField(
                    label=_("Token of the %(channel)s webhook") % {"channel": channel.label},
                    required=False,
                    max_length=TOKEN_LENGTH,
                    widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
                    help_text=_("A token is stored. Leave this empty to keep it.") if row and row.address else "",
                )

    def choices(self) -> list[tuple[str, bool, str]]:
        """(channel, on, new token) for every channel that this form changes."""
        found = []
        for channel in CHANNELS:
            is_on = self.cleaned_data[f"{channel.code}_on"]
            address = self.cleaned_data.get(f"{channel.code}_address", "")
            if address or is_on != self.fields[f"{channel.code}_on"].initial:
                found.append((channel.code, is_on, address))
        return found

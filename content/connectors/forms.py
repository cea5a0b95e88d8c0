"""The shapes of connecting an account and of settling an order."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import API_TOKEN, Credential, PlatformAccount
from content.connectors.rules import ADDRESS_LIMIT, KIND_CHOICES
from content.drafts.forms import PageVersion
from governance.public import WordedForm


class ConnectionForm(WordedForm):
    """Where the interface is and what opens it."""

    kind = forms.ChoiceField(label=_("Interface"), choices=KIND_CHOICES)
    address = forms.CharField(
        label=_("Address"), max_length=ADDRESS_LIMIT, widget=forms.URLInput,
        help_text=_("As in https://social.example.com; the operators keep the list of hosts."),
    )  # fmt: skip
    credential = forms.ModelChoiceField(
        label=_("Token in custody"), queryset=Credential.objects.none(),
        help_text=_("An access token of this account. Nobody is shown it; every use is recorded."),
    )  # fmt: skip
    is_on = forms.BooleanField(label=_("In use"), required=False)
    version = PageVersion()

    def __init__(self, *args: Any, account: PlatformAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["credential"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = Credential.objects.filter(account=account, kind=API_TOKEN, status="kept").select_related(
            "account"
        )


class SettlingForm(WordedForm):
    """What somebody saw on the platform."""

    note = forms.CharField(label=_("What you saw there"), max_length=2000, required=False)

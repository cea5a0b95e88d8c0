"""Shapes of what is chosen about roles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.platforms.models import PlatformAccount
from governance.public import ROLES, WordedForm


class GrantForm(WordedForm):
    """A role, and the accounts on which it is given."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", "–"), *((role.code, role.label) for role in ROLES)])
    accounts = forms.ModelMultipleChoiceField(
        label=_("Accounts"), queryset=PlatformAccount.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the role is for the company, without rights on single accounts."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts: Any = self.fields["accounts"]
        accounts.queryset = PlatformAccount.objects.exclude(status="closed").order_by("handle")


class TakingForm(forms.Form):
    """A role that is taken: on one account, or wherever it is held."""

    role = forms.ChoiceField(choices=[(role.code, role.label) for role in ROLES])
    account = forms.ModelChoiceField(queryset=PlatformAccount.objects.all(), required=False)

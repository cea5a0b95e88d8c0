"""Shapes of what is uploaded."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount


class ImportForm(forms.Form):
    """A file of messages and the account that they came to."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    file = forms.FileField(
        label=_("File"), widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=_("CSV or XLSX. Times without a zone are read as Chinese time."),
    )  # fmt: skip

    def __init__(self, *args: Any, account_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)

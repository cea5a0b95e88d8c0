"""Shapes of what is typed about canned replies."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount
from governance.public import DayField
from interactions.canned.services import TEXT_LIMIT, TITLE_LIMIT


class CannedReplyForm(forms.Form):
    """A text to be approved."""

    title = forms.CharField(label=_("Title"), max_length=TITLE_LIMIT)
    text = forms.CharField(label=_("Text"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 4}))
    account = forms.ModelChoiceField(
        label=_("Only for the account"), queryset=PlatformAccount.objects.none(), required=False,
        empty_label=_("every account"),
    )  # fmt: skip
    expires_on = DayField(label=_("May be used until"))

    def __init__(self, *args: Any, account_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)

"""The shape of an upload."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.media.rules import ORIGINS, UPLOAD_RIGHTS
from governance.public import DayField, WordedForm, accounts_for


class MediaForm(WordedForm):
    """A file, the account that it is for, and where it comes from (R-029)."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    file = forms.FileField(label=_("File"), allow_empty_file=True, max_length=10_000)
    origin = forms.ChoiceField(label=_("Origin"), choices=ORIGINS, initial="own")
    source = forms.CharField(label=_("Source"), required=False, max_length=300)
    licence = forms.CharField(
        label=_("Licence and proof"), required=False, max_length=300,
        help_text=_("Contract or licence number, or where the proof is kept."),
    )  # fmt: skip
    licence_until = DayField(label=_("Licensed until"), required=False, widget=forms.DateInput(attrs={"type": "date"}))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = frozenset[int]().union(*(accounts_for(actor, right) for right in UPLOAD_RIGHTS))
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = PlatformAccount.objects.filter(pk__in=ids)

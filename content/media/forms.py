"""The shape of an upload, and of choosing a cover."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.licences.models import Licence
from content.media.rules import FILE_TYPES, ORIGINS, UPLOAD_RIGHTS
from governance.public import FormKeyField, WordedForm, accounts_for

LICENCES_SHOWN = 200


class MediaForm(WordedForm):
    """A file, the account that it is for, and where it comes from (R-029)."""

    form_key = FormKeyField()
    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    file = forms.FileField(
        label=_("File"), allow_empty_file=True, max_length=10_000,
        widget=forms.FileInput(attrs={"accept": ", ".join(row.mime for row in FILE_TYPES)}),
    )  # fmt: skip
    origin = forms.ChoiceField(label=_("Origin"), choices=ORIGINS, initial="own")
    source = forms.CharField(
        label=_("Source"), required=False, max_length=300, help_text=_("Whose work it is, where it is not our own.")
    )
    licence = forms.ModelChoiceField(
        label=_("Licence"), queryset=Licence.objects.none(), required=False,
        help_text=_("For licensed material. Register the licence with its proof first."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = frozenset[int]().union(*(accounts_for(actor, right) for right in UPLOAD_RIGHTS))
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=ids)
        licences: Any = self.fields["licence"]
        newest = Licence.objects.filter(account_id__in=ids, ended_on=None).values("pk")[:LICENCES_SHOWN]
        licences.queryset = Licence.objects.filter(pk__in=list(newest.values_list("pk", flat=True)))


class CoverForm(WordedForm):
    """The moment of a video whose picture becomes its cover."""

    moment = forms.IntegerField(
        label=_("Moment in milliseconds"), min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), _("Please choose one of the moments.")),
    )  # fmt: skip

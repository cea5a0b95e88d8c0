"""Shapes of what is typed about licences."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.licences.rules import TEXT_LIMIT
from content.licences.services import KEEPERS
from governance.public import PAPERS, DayField, FormKeyField, WordedForm, accounts_for


class TermForm(WordedForm):
    """For how long, and the proof."""

    form_key = FormKeyField()
    valid_from = DayField(label=_("Valid from"), initial=timezone.localdate)
    valid_until = DayField(
        label=_("Valid until"), required=False, help_text=_("The last day. Leave it empty where it has no end.")
    )
    proof = forms.FileField(
        label=_("Proof"), allow_empty_file=True, max_length=10_000,
        widget=forms.FileInput(attrs={"accept": PAPERS.mimes}),
        help_text=_("The contract, the invoice or the written consent, as PDF, PNG or JPEG."),
    )  # fmt: skip


class LicenceForm(TermForm):
    """A licence and its first term."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    reference = forms.CharField(
        label=_("Licence"), max_length=TEXT_LIMIT, help_text=_("Contract or licence number, or who consented.")
    )
    source = forms.CharField(
        label=_("Source"), max_length=TEXT_LIMIT, help_text=_("Whose work it is, and where it is from.")
    )
    covers = forms.CharField(
        label=_("Covers"), max_length=TEXT_LIMIT, required=False,
        help_text=_("Which uses are allowed: platforms, countries, advertising or not."),
    )  # fmt: skip
    field_order = ("account", "reference", "source", "covers", "valid_from", "valid_until", "proof")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ids = frozenset[int]().union(*(accounts_for(actor, right) for right in KEEPERS))
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=ids)


class EndForm(WordedForm):
    """Why a licence ends before its time."""

    reason = forms.CharField(label=_("Reason"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 2}))

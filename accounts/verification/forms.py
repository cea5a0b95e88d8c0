"""Shapes of what is typed about verifications."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.verification.models import NOTE_LIMIT
from accounts.verification.rules import KIND_CHOICES
from governance.public import PAPERS, DayField, WordedForm


class ApplyForm(WordedForm):
    """That the company applied for a verification at the platform."""

    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    note = forms.CharField(
        label=_("Note"), max_length=NOTE_LIMIT, required=False, widget=forms.Textarea({"rows": 2}),
        help_text=_("For instance the number of the case at the platform."),
    )  # fmt: skip


class VerifiedForm(WordedForm):
    """What the platform confirmed; `version` is the page that was looked at."""

    verified_on = DayField(label=_("Verified on"))
    expires_on = DayField(
        label=_("Good until and including"), required=False,
        help_text=_("Empty where the platform sets no end. Reminders come ahead of it."),
    )  # fmt: skip
    number = forms.CharField(label=_("Number of the certificate"), max_length=80, required=False)
    proof = forms.FileField(
        label=_("Proof"), max_length=200, widget=forms.ClearableFileInput({"accept": PAPERS.mimes}),
        help_text=_("The certificate, or a picture of the platform's page: PDF, PNG or JPEG, 10 MB at most."),
    )  # fmt: skip
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class EndForm(WordedForm):
    """Why the platform refused, or took the verification away."""

    note = forms.CharField(label=_("Reason"), max_length=NOTE_LIMIT, widget=forms.Textarea({"rows": 2}))
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

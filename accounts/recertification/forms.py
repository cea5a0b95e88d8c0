"""Shapes of what is chosen and typed in a review of rights."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.platforms.models import PlatformAccount
from accounts.recertification.models import REASON_LIMIT
from governance.public import WordedForm

UNCLEAR = dict.fromkeys(
    ("required", "invalid_choice", "invalid_list"),
    _("Please load the page again, tick the rights, and choose what to do."),
)
DECISIONS = (("keep", _("Keep the ticked ones")), ("revoke", _("Revoke the ticked ones")))


class DecisionForm(WordedForm):
    """Ticked lines, and what is decided about them."""

    decision = forms.ChoiceField(choices=DECISIONS, widget=forms.HiddenInput, error_messages=UNCLEAR)
    lines = forms.TypedMultipleChoiceField(
        coerce=int, required=False, widget=forms.MultipleHiddenInput, error_messages=UNCLEAR
    )
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, required=False)

    def clean_decision(self) -> str:
        """The code alone."""
        return str(self.cleaned_data["decision"])


class OpeningForm(forms.Form):
    """The account whose rights are reviewed; without one, the roles in the company."""

    account = forms.ModelChoiceField(queryset=PlatformAccount.objects.all(), to_field_name="handle", required=False)


class RevokingForm(WordedForm):
    """Why a right that was found is taken."""

    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, required=False)

"""The shapes of asking for a correction, recording it and giving it up."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.corrections.carrying_out import why_not_this_text
from content.corrections.models import Correction
from content.corrections.rules import NOTICED_LIMIT, PROOF_NEEDED
from content.drafts.forms import PageVersion
from content.publishing.forms import ConfirmedForm
from governance.public import OnceForm, WordedForm


class AskForm(OnceForm):
    """What is wrong, who noticed, and the whole text as it should stand."""

    wrong = forms.CharField(label=_("What is wrong"), widget=forms.Textarea(attrs={"rows": 3}))
    noticed_by = forms.CharField(
        label=_("Who noticed it"), max_length=NOTICED_LIMIT, help_text=_("A reader, a colleague, the platform.")
    )
    corrected_text = forms.CharField(
        label=_("Text as it should stand"), strip=False, widget=forms.Textarea(attrs={"rows": 8, "dir": "auto"}),
        help_text=_("The whole text, not only what changes. A new subject takes a new draft."),
    )  # fmt: skip


class CarryOutForm(ConfirmedForm):
    """Where the corrected post stands, what it says now, and the proof."""

    version = PageVersion()
    url = forms.CharField(label=_("Address of the post"), widget=forms.URLInput)
    published_text = forms.CharField(
        label=_("Text as it stands now"), strip=False, widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=_("Copy it from the platform: it is compared with the text that was agreed to."),
    )  # fmt: skip
    host_confirmed = forms.BooleanField(
        label=_("The address leads to another site, and it is right"), required=False, widget=forms.HiddenInput
    )
    proof = forms.FileField(
        label=_("Proof picture"), help_text=_("A screenshot of the corrected post."),
        error_messages={"required": PROOF_NEEDED},
    )  # fmt: skip

    def __init__(self, *args: Any, correction: Correction, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.correction = correction

    def clean_published_text(self) -> str:
        """Told together with whatever else is missing, not only once that is there."""
        text = str(self.cleaned_data["published_text"])
        if (fault := why_not_this_text(self.correction, text)) is not None:
            raise forms.ValidationError(str(fault))
        return text


class DropForm(WordedForm):
    """Why a correction is given up."""

    version = PageVersion()
    note = forms.CharField(label=_("Why it is given up"), widget=forms.Textarea(attrs={"rows": 2}))

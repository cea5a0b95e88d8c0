"""The shape of confirming news anew."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from content.drafts.forms import PageVersion
from governance.public import WordedForm


class ReconfirmForm(WordedForm):
    """What was looked at."""

    version = PageVersion()
    note = forms.CharField(
        label=_("What you looked at"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The source, the date, what happened since."),
    )  # fmt: skip

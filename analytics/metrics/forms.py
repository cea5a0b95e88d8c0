"""The shape of an explanation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.metrics.services import WORDS


class ExplainForm(forms.Form):
    """Why a post has no publication record."""

    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=WORDS,
        help_text=_("For example: published before this system was in use."),
    )

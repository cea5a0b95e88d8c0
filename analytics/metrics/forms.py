"""The shapes of decisions about posts."""

from django import forms
from django.utils.translation import gettext_lazy as _

from analytics.metrics.services import WORDS
from governance.public import WordedForm


class ExplainForm(WordedForm):
    """Why a post has no publication record."""

    explanation = forms.CharField(
        label=_("Explanation"),
        max_length=WORDS,
        help_text=_("For example: published before this system was in use."),
    )


class MatchForm(forms.Form):
    """Which publication a post is."""

    publication = forms.IntegerField(min_value=1, max_value=2**63 - 1)

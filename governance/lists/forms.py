"""The form of an export."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.lists.rules import REASON_LIMIT


class ExportForm(forms.Form):
    """Which format, and why; a list that tells of people needs a reason."""

    format = forms.ChoiceField(label=_("Format"))
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LIMIT, required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What the file is for and who gets it. It is written down with the export."),
    )  # fmt: skip

    def __init__(self, *args: Any, personal: bool, formats: Sequence[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice: Any = self.fields["format"]
        choice.choices = [(code, code.upper()) for code in formats]
        self.fields["reason"].required = personal

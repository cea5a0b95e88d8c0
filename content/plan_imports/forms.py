"""The shape of an upload of plan items."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from content.plan_imports.rules import FILE_MEBIBYTES, MOST_LINES
from governance.public import FormKeyField, WordedForm


class ImportForm(WordedForm):
    """The file."""

    form_key = FormKeyField()
    file = forms.FileField(
        label=_("File of plan items"), allow_empty_file=True, max_length=10_000,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx"}),
        help_text=format_lazy(
            _("CSV or XLSX whose first row names the columns: at most {lines} rows and {size} MB."),
            lines=MOST_LINES, size=FILE_MEBIBYTES,
        ),
    )  # fmt: skip

"""Shapes of what is typed about posts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import AppointmentForm
from accounts.posts.models import DutySheet
from accounts.posts.rules import TEXT_LIMIT
from accounts.terms.rules import REASON_LIMIT
from governance.public import DayField, WordedForm


class TermForm(AppointmentForm):
    """Who is appointed, and for which days."""

    starts_on = DayField(label=_("From"), required=False, help_text=_("Today, unless you choose a later day."))
    until = DayField(
        label=_("Until"), required=False,
        help_text=_("The last day; leave it empty for a term without end."),
    )  # fmt: skip


class SheetForm(WordedForm):
    """A new version of a duty sheet."""

    text_zh = forms.CharField(
        label=_("Duties in Chinese"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 8}),
        help_text=_("What the holder does, decides and answers for."),
    )  # fmt: skip
    text_en = forms.CharField(label=_("Duties in English"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 8}))
    number = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, newest: DutySheet | None, **kwargs: Any) -> None:
        shown = {"text_zh": newest.text_zh, "text_en": newest.text_en} if newest else {}
        kwargs["initial"] = {**shown, "number": newest.number if newest else 0}
        super().__init__(*args, **kwargs)


class EndForm(WordedForm):
    """Why an appointment ends."""

    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LIMIT, help_text=_("It is kept with the record and shown beside it.")
    )


class AcceptForm(WordedForm):
    """The version that the page showed to whoever accepts it."""

    number = forms.IntegerField(min_value=1)

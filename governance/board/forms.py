"""Shapes of what is typed on the board."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from governance.board.rules import STATUS_CHOICES, TEXT_LIMIT
from governance.policies.books import shelf
from governance.refusals.forms import WordedForm
from governance.worktime.forms import DayField, check_typed_year


class BoardFilterForm(forms.Form):
    """What part of the board to look at, and when."""

    policy = forms.ChoiceField(label=_("Rule book"), required=False)
    account: Any = forms.ModelChoiceField(label=_("Account"), queryset=None, required=False, to_field_name="handle")
    department: Any = forms.ModelChoiceField(
        label=_("Department"), queryset=None, required=False, to_field_name="code"
    )
    person = forms.CharField(label=_("Login name of a person"), required=False, max_length=150)
    month = forms.CharField(
        label=_("Month"), required=False, widget=forms.TextInput(attrs={"type": "month"}), max_length=7
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[("", _("all")), *STATUS_CHOICES])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        fields["policy"].choices = [("", _("all")), *((book.pack, book.name) for book in shelf().books.values())]
        fields["account"].queryset = apps.get_model("accounts", "PlatformAccount").objects.all()
        fields["department"].queryset = apps.get_model("accounts", "Department").objects.filter(is_active=True)

    def clean_person(self) -> Any:
        name = self.cleaned_data["person"].strip()
        if not name:
            return None
        found = apps.get_model("accounts", "User").objects.filter(username=name).first()
        if found is None:
            raise forms.ValidationError(_("Nobody has this login name. Please check how it is written."))
        return found

    def clean_month(self) -> date | None:
        text = self.cleaned_data["month"].strip()
        if not text:
            return None
        try:
            month = date.fromisoformat(f"{text}-01")
        except ValueError as error:
            raise forms.ValidationError(_("Please write the month as 2026-06.")) from error
        check_typed_year(month)
        return month


class AttestForm(WordedForm):
    """A word by hand where nothing is measured."""

    statement = forms.CharField(
        label=_("What did you look at, and what did you find?"), widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_LIMIT,
    )  # fmt: skip


class AcceptanceForm(WordedForm):
    """Why a risk may be borne, and until when."""

    reason = forms.CharField(
        label=_("Why can the risk be borne for a time?"), widget=forms.Textarea(attrs={"rows": 3}),
        max_length=TEXT_LIMIT,
    )  # fmt: skip
    expires_on = DayField(label=_("Until"))

"""How the ledger page is narrowed."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from governance.ledger.models import LedgerEntry


class LedgerFilterForm(forms.Form):
    """Every field is optional; an unknown value finds nothing rather than failing."""

    event = forms.CharField(label=_("Event"), max_length=60, required=False)
    kind = forms.CharField(label=_("Kind of record"), max_length=40, required=False)
    object_id = forms.IntegerField(label=_("Record number"), min_value=1, max_value=2**63 - 1, required=False)
    person = forms.CharField(label=_("Login name"), max_length=150, required=False)
    account = forms.SlugField(label=_("Account handle"), max_length=60, required=False)
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def narrow(self, entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        columns = {
            "event": "event__startswith",
            "kind": "kind",
            "object_id": "object_id",
            "person": "actor__username",
            "account": "account__handle",
            "before": "pk__lt",
        }
        chosen = {column: self.cleaned_data[name] for name, column in columns.items() if self.cleaned_data.get(name)}
        return entries.filter(**chosen)

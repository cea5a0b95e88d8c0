"""How the ledger page is narrowed."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.apps import apps
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.kinds.registry import kinds
from governance.ledger.events import events
from governance.ledger.models import LedgerEntry

ANY = ("", _("all"))


class NamedField(forms.ChoiceField):
    """A select by names. A code that is not among them is kept: it finds nothing, or what begins with it."""

    def valid_value(self, value: str) -> bool:
        return "\x00" not in value


class DayField(forms.DateField):
    """A day of the calendar."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, widget=forms.DateInput({"type": "date"}, "%Y-%m-%d"), **kwargs)


class LedgerFilterForm(forms.Form):
    """Every field is optional; an unknown value finds nothing rather than failing."""

    event = NamedField(label=_("Event"), required=False)
    kind = NamedField(label=_("Kind of record"), required=False)
    object_id = forms.IntegerField(label=_("Record number"), min_value=1, max_value=2**63 - 1, required=False)
    person = NamedField(label=_("Person"), required=False)
    account = NamedField(label=_("Account"), required=False)
    since = DayField(label=_("From day"))
    until = DayField(label=_("To day"))
    before = forms.IntegerField(min_value=1, max_value=2**63 - 1, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        people = [(user.username, str(user)) for user in apps.get_model("accounts", "User").objects.all()]
        accounts = [(row.handle, str(row)) for row in apps.get_model("accounts", "PlatformAccount").objects.all()]
        fields["event"].choices = _by_words((code, str(words)) for code, words in events().items())
        fields["kind"].choices = _by_words((code, str(kind.label)) for code, kind in kinds().items())
        fields["person"].choices = _by_words(people)
        fields["account"].choices = _by_words(accounts)

    def narrow(self, entries: QuerySet[LedgerEntry]) -> QuerySet[LedgerEntry]:
        """The entries that fit what was chosen; days are those of the reader's zone, both included."""
        columns = {
            "event": "event__startswith",
            "kind": "kind",
            "object_id": "object_id",
            "person": "actor__username",
            "account": "account__handle",
            "before": "pk__lt",
        }
        chosen = {column: self.cleaned_data[name] for name, column in columns.items() if self.cleaned_data.get(name)}
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since:
            chosen["at__gte"] = timezone.make_aware(datetime.combine(since, time.min))
        if until:
            chosen["at__lt"] = timezone.make_aware(datetime.combine(until, time.min) + timedelta(days=1))
        return entries.filter(**chosen)


def _by_words(rows: Any) -> list[Any]:
    return [ANY, *sorted(rows, key=lambda row: row[1])]

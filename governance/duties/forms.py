"""The forms of duties, built from the rows of their kinds; shapes only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _

from governance.duties.attachments import FIELD
from governance.duties.models import Duty
from governance.duties.rules import (
    FILE_WANTED,
    FILES_PER_RECORD,
    NO_FILE,
    NOTE_LIMIT,
    DutyKind,
    duty_kinds,
)
from governance.duties.workflow import DUTY_LIFE
from governance.files.forms import FilesField
from governance.files.rules import ATTACHMENTS
from governance.formkeys.forms import FormKeyField
from governance.lists.choosing import LARGEST_KEY
from governance.particulars.forms import shape_of
from governance.particulars.rules import Particular
from governance.refusals.forms import WordedForm

ALL = ("", _("All"))


class FilingForm(WordedForm):
    """What one kind asks in one place, a note, and files."""

    form_key = FormKeyField()
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, kind: DutyKind, asked: Sequence[Particular], duty: Duty | None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        for row in asked:
            self.fields[row.name] = shape_of(row)
        self.fields["note"] = forms.CharField(
            label=_("Remarks"), max_length=NOTE_LIMIT, required=False, widget=forms.Textarea({"rows": 4}),
            help_text=_("Needed where something is not in order: what, and who puts it right."),
        )  # fmt: skip
        if kind.attachment != NO_FILE:
            self.fields[FIELD] = FilesField(
                label=_("Files"), required=kind.attachment == FILE_WANTED, allow_empty_file=True, max_length=10_000,
                help_text=_("At most %(most)d: %(kinds)s.")
                % {"most": FILES_PER_RECORD, "kinds": ", ".join(ATTACHMENTS.endings)},
            )  # fmt: skip
        self.fields["version"].initial = duty.lock_version if duty is not None else None

    def values(self) -> dict[str, Any]:
        """The values of the kind's own fields."""
        return {row.name: self.cleaned_data.get(row.name) for row in self.asked}


class PassForm(WordedForm):
    """To whom, and why."""

    to: Any = forms.ModelChoiceField(label=_("To"), queryset=get_user_model().objects.none())
    reason = forms.CharField(label=_("Reason"), max_length=NOTE_LIMIT, widget=forms.Textarea({"rows": 3}))
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, duty: Duty, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        to: Any = self.fields["to"]
        colleagues = get_user_model().objects.filter(is_active=True).exclude(pk=duty.owner_id or 0)
        to.queryset = colleagues.order_by("department", "username")
        self.fields["version"].initial = duty.lock_version


class DutyFilter(forms.Form):
    """Kind and state of the list."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *DUTY_LIFE.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        kind.choices = [ALL, *((row.code, row.label) for row in duty_kinds().values())]

    def chosen(self) -> dict[str, Any]:
        """Column and value of what was chosen; what is not a choice is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}


class RecordFilter(DutyFilter):
    """Kind, account, person, and only what was not in order."""

    status = None  # type: ignore[assignment]
    account = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    person = forms.IntegerField(required=False, min_value=1, max_value=LARGEST_KEY, widget=forms.HiddenInput)
    faulty = forms.BooleanField(label=_("Not in order"), required=False)

    def chosen(self) -> dict[str, Any]:
        """Column and value of what was chosen."""
        found = super().chosen()
        names = {"account": "account_id", "person": "person_id", "faulty": "faults__gt", "kind": "kind"}
        return {names[name]: 0 if name == "faulty" else value for name, value in found.items()}


class LateFilter(forms.Form):
    """Late, passed around, or both."""

    which = forms.ChoiceField(
        label=_("Which"), required=False,
        choices=[ALL, ("late", _("Late")), ("passed", _("Passed around"))],
    )  # fmt: skip

    def chosen(self) -> str:
        """The choice, empty for both."""
        self.is_valid()
        return str(self.cleaned_data.get("which", ""))

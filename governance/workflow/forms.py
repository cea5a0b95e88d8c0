"""The form behind every move button: which move, on which version, with which note."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from governance.workflow.machine import Machine


class MoveForm(forms.Form):
    """Shapes only: `name` is a transition of the machine, `version` the lock_version that the page showed."""

    name = forms.CharField(max_length=40)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, required=False)
    note = forms.CharField(max_length=2000, required=False)

    def __init__(self, *args: Any, machine: Machine, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.machine = machine

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name not in {transition.name for transition in self.machine.transitions}:
            raise forms.ValidationError(_("This step does not exist. Please load the page again."))
        return name

    def permission(self) -> str:
        """The right that the chosen move needs."""
        return self.machine.transition(self.cleaned_data["name"]).permission

    def sentence(self) -> str:
        """The errors as one sentence for a message."""
        return " ".join(str(error) for errors in self.errors.values() for error in errors)

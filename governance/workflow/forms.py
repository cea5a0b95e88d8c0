"""The form behind every move button: which move, on which version, with which note."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Self

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import StaleVersion
from governance.refusals.forms import WordedForm
from governance.workflow.machine import Machine

UNKNOWN = _("This step does not exist. Please load the page again.")
INCOMPLETE = _("This page came in incomplete. Please load it again and repeat the step.")


class MoveForm(WordedForm):
    """Shapes only: `name` is a transition of the machine, `version` the lock_version that the page showed."""

    name = forms.CharField(max_length=40, widget=forms.HiddenInput, error_messages={"required": UNKNOWN})
    version = forms.IntegerField(
        min_value=0, max_value=2**31 - 1, required=False, widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), INCOMPLETE),
    )  # fmt: skip
    note = forms.CharField(label=_("Reason or note"), max_length=2000, required=False)

    def __init__(self, *args: Any, machine: Machine, offered: Collection[str] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.machine = machine
        self.offered = {move.name for move in machine.transitions} if offered is None else offered

    @classmethod
    def of(cls, request: HttpRequest, machine: Machine, offered: Collection[str]) -> Self:
        """What a button of `ui/_moves.html` sent, on a page that offers these moves."""
        sent = {**request.POST.dict(), "name": request.POST.get("move", "")}
        return cls(sent, machine=machine, offered=offered, auto_id="move-%s")

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if name not in self.offered:
            raise forms.ValidationError(UNKNOWN)
        return name

    def step(self, *, noted: bool = True) -> dict[str, Any]:
        """Version and note as the services take them. Raises StaleVersion where the page told no version."""
        if self.cleaned_data["version"] is None:
            raise StaleVersion(INCOMPLETE)
        version = {"version": self.cleaned_data["version"]}
        return version | ({"note": self.cleaned_data["note"]} if noted else {})

    def permission(self) -> str:
        """The right that the chosen move needs."""
        return self.machine.transition(self.cleaned_data["name"]).permission

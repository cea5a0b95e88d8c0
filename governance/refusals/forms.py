"""A form that says what a service refused."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django import forms
from django.http import HttpRequest, QueryDict

from governance.refusals.exceptions import Refused


def posted(request: HttpRequest) -> QueryDict | None:
    """What was sent, be it empty; None where the page is only asked for."""
    return request.POST if request.method == "POST" else None


class WordedForm(forms.Form):
    """A form that can show the refusal of a service beside the field that it names."""

    outcome: Any = None
    """What the act that was carried out gave back."""
    refusal: Refused | None = None
    """Why the service did not carry it out."""

    def refuse(self, refusal: Refused) -> None:
        """Put the sentence where it belongs, or above the form; what was typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.sentence))

    def carried_out(self, act: Callable[[], object]) -> bool:
        """Valid, and the act was done; where its service refuses, the sentence stands beside the field it names."""
        if not self.is_valid():
            return False
        try:
            self.outcome = act()
        except Refused as refusal:
            self.refusal = refusal
            self.refuse(refusal)
            return False
        return True

    @property
    def http_status(self) -> int:
        """The status of the answer that shows this form: 422 where what was sent was refused."""
        return 422 if self.errors else 200

    def sentences(self) -> list[str]:
        """Everything that is said against what was sent."""
        return [str(sentence) for found in self.errors.values() for sentence in found]

    def typed(self) -> list[tuple[str, str]]:
        """The words that somebody wrote into the visible fields, each with its label; no password, no file."""
        silent = (forms.PasswordInput, forms.FileInput)
        shown = [bound for bound in self.visible_fields() if isinstance(bound.field, forms.CharField)]
        words = [
            (str(bound.label), str(bound.value() or ""))
            for bound in shown
            if not isinstance(bound.field.widget, silent)
        ]
        return [(label, text) for label, text in words if text.strip()]


Row = TypeVar("Row", bound=WordedForm)


def form_of_row(empty: Row, refused: Row | None) -> Row:
    """The form in one row of a page: the refused one with its words where it came from this row, told by its ids."""
    return refused if refused is not None and refused.auto_id == empty.auto_id else empty

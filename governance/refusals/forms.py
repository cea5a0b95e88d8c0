"""A form that says what a service refused."""

from __future__ import annotations

from django import forms

from governance.refusals.exceptions import Refused


class WordedForm(forms.Form):
    """A form that can show the refusal of a service beside the field that it names."""

    def refuse(self, refusal: Refused) -> None:
        """Put the sentence where it belongs, or above the form; what was typed stays."""
        self.add_error(refusal.field if refusal.field in self.fields else None, str(refusal.sentence))

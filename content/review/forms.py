"""The shape of a decision."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.review.models import ReviewSlot
from content.review.rules import MARKS, PROBLEM_ROWS
from governance.public import Refused, WordedForm, criteria_words

# What somebody is about to decide; the record of a decision says the same as done.
CHOICES = (
    ("approve", _("Approve")),
    ("approve_note", _("Approve with a note")),
    ("changes", _("Request changes")),
)


class DecisionForm(WordedForm):
    """One signature: every criterion marked, a decision, and the problems where changes are requested."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    decision = forms.ChoiceField(label=_("Decision"), choices=CHOICES, widget=forms.RadioSelect)
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), required=False, widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, slot: ReviewSlot, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.slot = slot
        words = criteria_words(slot.criteria)
        for code, label in words:
            self.fields[f"mark_{code}"] = forms.ChoiceField(
                label=label, choices=MARKS, widget=forms.RadioSelect, required=False
            )
        choices = [("", _("Other")), *words]
        for row in range(PROBLEM_ROWS):
            self.fields[f"problem_{row}"] = forms.CharField(label=_("Problem"), required=False, max_length=1000)
            self.fields[f"about_{row}"] = forms.ChoiceField(label=_("About"), choices=choices, required=False)

    def refuse(self, refusal: Refused) -> None:
        """Where marks are missing, each criterion without one says so as well."""
        super().refuse(refusal)
        if refusal.field == "marks":
            for code in self.slot.criteria:
                if not self.cleaned_data.get(f"mark_{code}"):
                    self.add_error(f"mark_{code}", _("Not marked yet."))

    def criteria(self) -> list[Any]:
        """The bound fields of the criteria."""
        return [self[f"mark_{code}"] for code in self.slot.criteria]

    def problem_rows(self) -> list[tuple[Any, Any]]:
        """The bound fields of the problems."""
        return [(self[f"problem_{row}"], self[f"about_{row}"]) for row in range(PROBLEM_ROWS)]

    def values(self) -> dict[str, Any]:
        """What `decide()` takes."""
        data = self.cleaned_data
        return {
            "decision": data["decision"],
            "note": data["note"],
            "sha256": data["sha256"],
            "marks": {code: data[f"mark_{code}"] for code in self.slot.criteria},
            "problems": [
                {"text": data[f"problem_{row}"], "criterion": data[f"about_{row}"]} for row in range(PROBLEM_ROWS)
            ],
        }


class AnswerForm(WordedForm):
    """The answer to a finding of the linter."""

    answer = forms.CharField(label=_("Answer"), max_length=2000)

"""The shape of a decision."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.review.models import CONCLUSIONS, LateReview, ReviewSlot
from content.review.rules import MARKS, PROBLEM_ROWS
from content.review.trial import CHAIN, LAST
from governance.public import DayField, Refused, StructuredField, WordedForm, criteria_words

# What somebody is about to decide; the record of a decision says the same as done.
CHOICES = (
    ("approve", _("Approve")),
    ("approve_note", _("Approve with a note")),
    ("changes", _("Request changes")),
)


class DecisionChoice(forms.RadioSelect):
    """The decisions, with the letters that choose them."""

    KEYS: ClassVar = {"approve": "a", "changes": "x"}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        if value in self.KEYS:
            option["attrs"]["data-key"] = self.KEYS[value]
        return option


class DecisionForm(WordedForm):
    """One signature: every criterion marked, a decision, and the problems where changes are requested."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    decision = forms.ChoiceField(label=_("Decision"), choices=CHOICES, widget=DecisionChoice)
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


class BulkForm(DecisionForm):
    """One decision for several slots: the criteria of all of them, each marked once."""

    def __init__(self, *args: Any, slots: Sequence[ReviewSlot], **kwargs: Any) -> None:
        every = ReviewSlot(criteria=list(dict.fromkeys(code for slot in slots for code in slot.criteria)))
        super().__init__(*args, slot=every, **kwargs)
        self.fields["sha256"].required = False

    def decision_of(self) -> dict[str, Any]:
        """What `decide_many()` takes."""
        return {name: value for name, value in self.values().items() if name != "sha256"}


class LateForm(WordedForm):
    """The review after release: every criterion of both stages, and what follows."""

    conclusion = forms.ChoiceField(label=_("Conclusion"), choices=CONCLUSIONS, widget=forms.RadioSelect)
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, review: LateReview, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.codes = list(review.criteria)
        for code, label in criteria_words(self.codes):
            self.fields[f"mark_{code}"] = forms.ChoiceField(
                label=label, choices=MARKS, widget=forms.RadioSelect, required=False
            )

    def criteria(self) -> list[Any]:
        """The bound fields of the criteria."""
        return [self[f"mark_{code}"] for code in self.codes]

    def values(self) -> dict[str, Any]:
        """What `make_late_review()` takes."""
        data = self.cleaned_data
        marks = {code: data[f"mark_{code}"] for code in self.codes}
        return {"marks": marks, "conclusion": data["conclusion"], "note": data["note"]}


class TrialForm(WordedForm):
    """A changed chain, on how many drafts it is tried, and what is needed to propose it."""

    chain = StructuredField(
        label=_("Review chain"), widget=forms.Textarea(attrs={"rows": 18, "spellcheck": "false"}),
        help_text=_("A structured value. Keep its form and change what it says."),
    )  # fmt: skip
    last = forms.IntegerField(label=_("Try on the last drafts"), min_value=1, max_value=200, initial=LAST)
    effective_from = DayField(label=_("Holds from"), required=False)
    reason = forms.CharField(
        label=_("Reason for the change"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )

    def refuse(self, refusal: Refused) -> None:
        """What is said of the parameter stands beside the field of the chain."""
        super().refuse(Refused(refusal.sentence, field="chain") if refusal.field == CHAIN else refusal)


class AnswerForm(WordedForm):
    """The answer to a finding of the linter."""

    answer = forms.CharField(label=_("Answer"), max_length=2000, required=False)

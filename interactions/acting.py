"""Steps that a page offers: each a row of name, right, form and service; the forms come from the same table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _

from governance.public import Denial, NotAllowed, Refused, Sentence, WordedForm, require

# The version that a page showed: a number that every database can hold.
VERSION_MOST = 2**31 - 1


class StepForm(WordedForm):
    """Shapes only. `version` is the lock_version of the record as the page showed it."""

    version = forms.IntegerField(
        min_value=0, max_value=VERSION_MOST, required=False, widget=forms.HiddenInput, label=_("Version")
    )

    def __init__(self, *args: Any, record: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.record = record
        self.user = user
        self.fields["version"].initial = record.lock_version
        self.fit()

    def fit(self) -> None:
        """Fill choices from the record; the forms that have any do."""


Run = Callable[[Any, Any, dict[str, Any]], Any]


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that can be done on a page: its right, form, service, and what is said afterwards."""

    name: str
    label: Sentence
    permission: str
    run: Run
    done: Sentence
    form: type[StepForm] = StepForm


Steps = Mapping[str, Step]
Page = Callable[[HttpRequest, Any, StepForm | None], HttpResponse]


def steps_of(*rows: Step) -> Steps:
    """Steps by name."""
    return {row.name: row for row in rows}


def take_step(request: HttpRequest, record: Any, steps: Steps, name: str, *, page: Page, back: str) -> HttpResponse:
    """Carry out one step, or show the page again with the sentence why not and with what was typed."""
    step = steps.get(name)
    if step is None:
        raise Http404
    user: Any = request.user
    if step.permission:
        require(user, step.permission, record)
    form = step.form(request.POST, request.FILES or None, record=record, user=user, prefix=name)
    if form.is_valid():
        try:
            step.run(record, user, form.cleaned_data)
        except NotAllowed as refusal:
            if not step.permission:  # a step of one person, not of a right
                raise Denial(refusal.sentence) from refusal
            form.refuse(refusal)
        except Refused as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, str(step.done))
            return redirect(back)
    answer = page(request, record, form)
    answer.status_code = 422
    return answer


def forms_for(record: Any, user: Any, steps: Steps, names: list[str], bound: StepForm | None) -> dict[str, StepForm]:
    """The forms of these steps, the one that was refused as it was filled in."""
    return {
        name: bound if bound is not None and bound.prefix == name else steps[name].form(
            record=record, user=user, prefix=name
        )
        for name in names
    }  # fmt: skip

"""Shapes of what is typed about complaints."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount
from governance.public import MomentField
from interactions.acting import StepForm
from interactions.complaints.workflow import COMPLAINT, REMEDIES


class ComplaintForm(forms.Form):
    """A new complaint, by hand (telephone, letter) or from a message."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    title = forms.CharField(label=_("Title"), max_length=120)
    description = forms.CharField(label=_("What is complained about"), widget=forms.Textarea(attrs={"rows": 5}))
    received_at = MomentField(
        label=_("Received at"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("Leave empty for now, or for the time of the message. The limits run from then."),
    )

    def __init__(self, *args: Any, account_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)


class ComplaintFilter(forms.Form):
    """What part of the complaints to show."""

    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("not closed")), *((state.value, state.label) for state in COMPLAINT.states)],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=_("Whose"), required=False,
        choices=[("", _("all")), ("mine", _("mine")), ("reported", _("reported to me"))],
    )  # fmt: skip


def _area(label: Any, rows: int = 4) -> forms.CharField:
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}))


class CauseForm(StepForm):
    cause = _area(_("Cause"))
    harm_confirmed = forms.BooleanField(
        label=_("Somebody was harmed: an apology or compensation is needed"), required=False
    )


class SolutionForm(StepForm):
    solution = _area(_("Solution"))


class TellForm(StepForm):
    told_text = _area(_("What the user was told"))


class ReopenForm(StepForm):
    note = _area(_("Why"), 2)


class RemedyForm(StepForm):
    kind = forms.ChoiceField(label=_("Kind of remedy"), choices=REMEDIES)
    remedy = _area(_("Apology or compensation"), 3)


class ProofForm(StepForm):
    proof = _area(_("Proof that it was carried out"), 2)

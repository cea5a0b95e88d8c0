"""Shapes of what is typed about tickets."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import Department, PlatformAccount, User
from interactions.acting import StepForm
from interactions.tickets.workflow import SUBJECT_CHOICES, TICKET


class TicketForm(forms.Form):
    """A new ticket, by hand or from a message."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.filter(is_active=True, head__isnull=False),
        help_text=_("Its head answers for the ticket and is told."),
    )  # fmt: skip
    subject = forms.ChoiceField(label=_("Subject"), choices=SUBJECT_CHOICES)
    title = forms.CharField(label=_("Title"), max_length=120)
    problem = forms.CharField(label=_("What is to be settled"), widget=forms.Textarea(attrs={"rows": 5}))

    def __init__(self, *args: Any, account_ids: frozenset[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)


class TicketFilter(forms.Form):
    """What part of the tickets to show."""

    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[("", _("not closed")), *((state.value, state.label) for state in TICKET.states)],
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=_("Whose"), required=False, choices=[("", _("all")), ("mine", _("mine")), ("unit", _("my department's"))]
    )
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)


class ResolveForm(StepForm):
    result = forms.CharField(
        label=_("Result"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("In words that the user can be told."),
    )  # fmt: skip


class ReturnForm(StepForm):
    note = forms.CharField(label=_("What is missing"), widget=forms.Textarea(attrs={"rows": 3}))


class HandOnForm(StepForm):
    to = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())

    def fit(self) -> None:
        field: Any = self.fields["to"]
        staff = User.objects.filter(is_active=True, department_id=self.record.department_id)
        field.queryset = staff.exclude(pk=self.record.owner_id)

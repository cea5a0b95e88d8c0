"""Shapes of what is typed about incidents."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.custody.models import Checkout, Credential, Share
from accounts.incidents.models import Incident, IncidentStep
from accounts.incidents.rules import (
    DONE,
    KIND_CHOICES,
    NOTE_LIMIT,
    OUTCOMES,
    SERIOUS,
    SEVERITIES,
    TEXT_LIMIT,
)
from accounts.incidents.services import reportable_accounts
from accounts.incidents.workflow import INCIDENT
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import DayField, FormKeyField, KnownRows, MomentField, OnceForm, WordedForm


def _people() -> Any:
    return User.objects.filter(is_active=True).order_by("display_name", "username")


def _area(
    label: Any, rows: int = 3, limit: int = NOTE_LIMIT, help: Any = "", required: bool = True
) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=limit, widget=forms.Textarea({"rows": rows}), help_text=help, required=required
    )


class IncidentForm(OnceForm):
    """A report: three fields are enough, the others may wait or follow from where one came."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", "---------"), *KIND_CHOICES])
    happened = _area(
        _("What happened"), 4, TEXT_LIMIT,
        _("What was seen, where, and what was done already. No password and no name of a customer."),
    )  # fmt: skip
    found_at = MomentField(
        label=_("Found at"), required=False,
        widget=forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M"),
        help_text=_("Leave empty for now. The limits run from then."),
    )  # fmt: skip
    severity = forms.ChoiceField(label=_("Severity"), choices=SEVERITIES, initial=SERIOUS)
    also_on = KnownRows(
        label=_("Other accounts touched"), queryset=PlatformAccount.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    data_touched = forms.BooleanField(label=_("Data of people may have leaked"), required=False)
    found_by = forms.ModelChoiceField(
        label=_("Found by"), queryset=User.objects.none(), required=False,
        help_text=_("If somebody else found it and told you."),
    )  # fmt: skip
    concerned = forms.ModelChoiceField(
        label=_("Person named in it"), queryset=User.objects.none(), required=False,
        help_text=_("Somebody whose own conduct is looked at, such as who lent a login. They take no part in it."),
    )  # fmt: skip
    checkout = forms.ModelChoiceField(queryset=Checkout.objects.none(), required=False, widget=forms.HiddenInput)
    share = forms.ModelChoiceField(queryset=Share.objects.none(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = PlatformAccount.objects.filter(pk__in=reportable_accounts(actor)).open()
        seen = Credential.objects.visible_to(actor)
        querysets = {
            "account": accounts, "also_on": accounts, "found_by": _people(), "concerned": _people(),
            "checkout": Checkout.objects.filter(credential__in=seen),
            "share": Share.objects.filter(credential__in=seen),
        }  # fmt: skip
        for name, rows in querysets.items():
            field: Any = self.fields[name]
            field.queryset = rows


class IncidentFilter(forms.Form):
    """What part of the incidents to show."""

    status = forms.ChoiceField(
        label=_("Status"), required=False,
        choices=[
            ("", _("not closed")), *((state.value, state.label) for state in INCIDENT.states), ("all", _("all")),
        ],
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("all")), *KIND_CHOICES])
    account = forms.ModelChoiceField(
        label=_("Account"), required=False, queryset=PlatformAccount.objects.none(), to_field_name="handle",
        empty_label=_("all"),
    )  # fmt: skip
    whose = forms.ChoiceField(
        label=_("Whose"), required=False,
        choices=[("", _("all")), ("mine", _("mine")), ("reported", _("reported to me"))],
    )  # fmt: skip
    q = forms.CharField(label=_("Words"), required=False, max_length=100)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.queryset = PlatformAccount.objects.filter(pk__in=reportable_accounts(actor))


class StepForm(WordedForm):
    """How a step was done."""

    outcome = forms.ChoiceField(label=_("Outcome"), choices=OUTCOMES, initial=DONE, widget=forms.RadioSelect)
    note = _area(
        _("Note on it"), 2, help=_("What was done, the number of the case, or why it is not needed."), required=False
    )
    proof = forms.FileField(
        label=_("Proof"), required=False, allow_empty_file=True, max_length=10_000,
        help_text=_("A picture (PNG or JPEG) or a PDF."),
    )  # fmt: skip

    def __init__(self, *args: Any, step: IncidentStep, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": f"step_{step.pk}_%s", **kwargs})
        if not step.is_optional:
            self.fields["outcome"].widget = forms.HiddenInput()


class AssignForm(WordedForm):
    """Who owns the incident, or a step of it, from now on."""

    owner = forms.ModelChoiceField(label=_("New owner"), queryset=User.objects.none())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, incident: Incident, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: Any = self.fields["owner"]
        owner.queryset = _people().exclude(pk__in=[pk for pk in (incident.concerned_id,) if pk])


class NoteForm(WordedForm):
    """Something to write down."""

    text = _area(_("Note on it"), 2, help=_("It joins the timeline and is never changed."))
    form_key = FormKeyField(needed=True)


class CauseForm(WordedForm):
    """Why it could happen."""

    cause = _area(_("Cause"), 3, TEXT_LIMIT)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class MeasureForm(WordedForm):
    """What keeps it from happening again."""

    text = forms.CharField(label=_("Measure"), max_length=500)
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())
    due_on = DayField(label=_("Due on"))
    form_key = FormKeyField(needed=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "measure_%s", **kwargs})
        owner: Any = self.fields["owner"]
        owner.queryset = _people()


class ResultForm(WordedForm):
    """How a measure was carried out."""

    result = _area(_("How it was done"), 2)

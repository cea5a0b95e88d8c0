"""Shapes of what is typed in the inbox."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.public import PlatformAccount, User
from governance.public import MomentField, Refused, WordedForm, holder_ids
from interactions.acting import StepForm
from interactions.inbox.rules import NAPS, NOTE_LIMIT, TEXT_LIMIT
from interactions.inbox.workflow import CHANNELS, MEASURES, MESSAGE, MESSAGE_KINDS, OWNED, URGENCY_CHOICES

WAITING_VIEW, ALL_VIEW, ASLEEP_VIEW = "waiting", "all", "asleep"
VIEWS = [
    (WAITING_VIEW, _("Waiting")),
    (ASLEEP_VIEW, _("Asleep")),
    *((state.value, state.label) for state in MESSAGE.states),
    (ALL_VIEW, _("All")),
]
MINE, NOBODY = "me", "none"
OWNERS = [("", _("anybody")), (MINE, _("me")), (NOBODY, _("nobody yet"))]
ANY = ("", _("all"))


class PersonField(forms.ModelChoiceField):
    """One of the people who may answer."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=User.objects.none(), empty_label=_("Please choose"), **kwargs)


class InboxFilter(forms.Form):
    """What part of the inbox to show."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.SearchInput)
    status = forms.ChoiceField(label=_("Show"), required=False, choices=VIEWS)
    account = forms.ChoiceField(label=_("Account"), required=False)
    urgency = forms.ChoiceField(label=_("Class"), required=False, choices=[ANY, *URGENCY_CHOICES])
    kind = forms.ChoiceField(label=pgettext_lazy("message", "About"), required=False, choices=[ANY, *MESSAGE_KINDS])
    owner = forms.ChoiceField(label=_("Owner"), required=False, choices=OWNERS)
    overdue = forms.BooleanField(label=_("Overdue only"), required=False)

    def __init__(self, *args: Any, accounts: dict[int, PlatformAccount], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.choices = [ANY, *((row.handle, str(row)) for row in accounts.values())]

    def values(self) -> dict[str, Any]:
        """The filter as it holds; what does not fit is left out rather than refused."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}


class BoxedForm(StepForm):
    """A form with boxes that are shown once there is something to tick them for."""

    boxes = ("accept_warnings", "take_over")

    def fit(self) -> None:
        owner = self.record.owner_id
        colleague = owner is not None and owner != self.user.pk and self.record.status in OWNED
        for name in self.fields.keys() & {*self.boxes}:
            ticked = self.is_bound and bool(self.data.get(self.add_prefix(name)))
            if not ticked and not (name == "take_over" and colleague):
                self.fields[name].widget = forms.HiddenInput()

    def refuse(self, refusal: Refused) -> None:
        """A colleague who came meanwhile, or words to look at: from then on the box is there."""
        super().refuse(refusal)
        name = refusal.field or "take_over"
        if name in self.boxes and name in self.fields:
            self.fields[name].widget = forms.CheckboxInput()


class TakeForm(BoxedForm):
    take_over = forms.BooleanField(label=_("Take over from the colleague"), required=False)


class AssignForm(StepForm):
    to = PersonField(label=_("To"))

    def fit(self) -> None:
        field: Any = self.fields["to"]
        field.queryset = User.objects.filter(pk__in=holder_ids("accounts.reply", self.record.account_id)).order_by(
            "pk"
        )


class ReplyForm(BoxedForm):
    text = forms.CharField(label=_("Answer"), widget=forms.Textarea(attrs={"rows": 5, "data-counts": TEXT_LIMIT}))
    url = forms.URLField(
        label=_("Address of the answer"), required=False, assume_scheme="https",
        help_text=_("If the platform shows one."),
    )  # fmt: skip
    accept_warnings = forms.BooleanField(label=_("The marked words are meant so"), required=False)
    take_over = forms.BooleanField(label=_("Take over from the colleague"), required=False)


class HoldForm(BoxedForm):
    text = forms.CharField(label=_("What we say now"), widget=forms.Textarea(attrs={"rows": 3}))
    promised_at = MomentField(
        label=_("Answer promised until"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=_("The promise becomes a deadline of its own."),
    )
    accept_warnings = forms.BooleanField(label=_("The marked words are meant so"), required=False)
    take_over = forms.BooleanField(label=_("Take over from the colleague"), required=False)


class ClassForm(StepForm):
    kind = forms.ChoiceField(label=pgettext_lazy("message", "About"), choices=MESSAGE_KINDS)
    urgency = forms.ChoiceField(label=_("Class"), choices=URGENCY_CHOICES)
    note = forms.CharField(label=_("Why"), max_length=NOTE_LIMIT)

    def fit(self) -> None:
        self.fields["kind"].initial, self.fields["urgency"].initial = self.record.kind, self.record.urgency


class MeasuresForm(StepForm):
    measures = forms.MultipleChoiceField(
        label=_("What was done"), choices=MEASURES, widget=forms.CheckboxSelectMultiple
    )
    note = forms.CharField(label=pgettext_lazy("remark", "Note"), required=False, max_length=NOTE_LIMIT)


class OutcomeForm(StepForm):
    outcome = forms.CharField(label=_("What became of it"), widget=forms.Textarea(attrs={"rows": 3}))


class SnoozeForm(StepForm):
    nap = forms.ChoiceField(label=_("How long"), choices=[(nap.code, nap.label) for nap in NAPS])
    until = MomentField(
        label=_("Until"),
        required=False,
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class ReasonForm(StepForm):
    note = forms.CharField(label=_("Why"), widget=forms.Textarea(attrs={"rows": 2}))


class NoteForm(StepForm):
    text = forms.CharField(label=_("Internal note"), widget=forms.Textarea(attrs={"rows": 2}))


class BulkForm(WordedForm):
    """One decision on the ticked rows."""

    action = forms.ChoiceField(choices=[("take", ""), ("assign", ""), ("set_aside", "")])
    to = PersonField(required=False)
    note = forms.CharField(label=_("Why"), required=False, max_length=NOTE_LIMIT)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = User.objects.filter(is_active=True)


class MessageForm(forms.Form):
    """A message entered by hand, where the platform gives no file."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    channel = forms.ChoiceField(label=_("Channel"), choices=CHANNELS)
    author = forms.CharField(
        label=pgettext_lazy("message", "From"), max_length=120, help_text=_("The name that the platform shows.")
    )
    text = forms.CharField(label=_("Text"), widget=forms.Textarea(attrs={"rows": 5}))
    posted_at = MomentField(
        label=_("Written at"),
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    external_id = forms.CharField(
        label=_("Number on the platform"), required=False, max_length=120,
        help_text=_("If you know it: the same number comes in once only."),
    )  # fmt: skip

    def __init__(self, *args: Any, account_ids: frozenset[int], now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)
        self.fields["posted_at"].initial = now

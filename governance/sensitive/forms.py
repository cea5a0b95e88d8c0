"""Shapes of what is typed about sensitive operations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from governance.access.services import accounts_for
from governance.formkeys.forms import OnceForm
from governance.refusals.forms import WordedForm
from governance.sensitive.rules import (
    MANAGE,
    NOTE_LIMIT,
    ON_PLATFORM,
    OPERATION_CHOICES,
    OPERATIONS,
    REASON_LIMIT,
    TITLE_LIMIT,
    WHAT_LIMIT,
    OperationKind,
)
from governance.sensitive.workflow import SENSITIVE
from governance.worktime.forms import MomentField

if TYPE_CHECKING:
    from accounts.models import User

ALL = ("", _("All"))


def _accounts(user: Any, rights: tuple[str, ...]) -> Any:
    ids = frozenset().union(*(accounts_for(user, right) for right in rights))
    return apps.get_model("accounts", "PlatformAccount").objects.filter(pk__in=ids).order_by("handle")


def _moment() -> forms.DateTimeInput:
    return forms.DateTimeInput({"type": "datetime-local"}, "%Y-%m-%dT%H:%M")


def _lines(rows: int) -> forms.Textarea:
    return forms.Textarea({"rows": rows})


def _at_once() -> forms.BooleanField:
    return forms.BooleanField(
        label=_("It cannot wait"), required=False,
        help_text=_("Everybody who works on the account is asked at once, and the first who is there decides. Whoever"
                    " manages the account reviews it afterwards."),
    )  # fmt: skip


class AskForm(OnceForm):
    """What, when and why, for what is carried out on the platform."""

    account: Any = forms.ModelChoiceField(label=_("Account"), queryset=None)
    title = forms.CharField(
        label=_("Subject"), max_length=TITLE_LIMIT, help_text=_("In a few words, as the list shows it.")
    )
    what = forms.CharField(
        label=_("What it does"), max_length=WHAT_LIMIT, widget=_lines(4),
        help_text=_("Exactly: what stands there now and what will, to whom, how much. The yes covers that alone."),
    )  # fmt: skip
    planned_at = MomentField(label=_("Planned for"), required=False, widget=_moment())
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, widget=_lines(3))
    at_once = _at_once()

    def __init__(self, *args: Any, kind: OperationKind, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.queryset = _accounts(actor, kind.rights)
        if not kind.at_once:
            del self.fields["at_once"]


class AskActForm(OnceForm):
    """Why a step of this system is to be done, and for whom where it names somebody."""

    whom: Any = forms.ModelChoiceField(label="", queryset=None)
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, widget=_lines(3))
    at_once = _at_once()

    def __init__(self, *args: Any, people: Any, people_label: Any, at_once: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        whom: Any = self.fields["whom"]
        if people is None:
            del self.fields["whom"]
        else:
            whom.queryset, whom.label = people, people_label
        if not at_once:
            del self.fields["at_once"]


class ProofForm(WordedForm):
    """What shows that it was done."""

    proof_url = forms.CharField(
        label=_("Address"), max_length=500, required=False, widget=forms.URLInput,
        help_text=_("Where one sees it: the post, the profile, the order. Or give a picture below."),
    )  # fmt: skip
    picture = forms.FileField(
        label=_("Picture"), required=False, help_text=_("A screenshot as PNG, JPEG or WebP, at most 5 MB.")
    )
    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), max_length=NOTE_LIMIT, required=False, widget=_lines(2)
    )
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)


class FoundForm(OnceForm):
    """What was found done without a yes."""

    code = forms.ChoiceField(
        label=_("Operation"),
        choices=[("", "—"), *((row.code, row.label) for row in OPERATIONS if row.place == ON_PLATFORM)],
    )
    account: Any = forms.ModelChoiceField(label=_("Account"), queryset=None)
    title = forms.CharField(label=_("Subject"), max_length=TITLE_LIMIT)
    done_at = MomentField(label=_("Done at"), widget=_moment())
    done_by: Any = forms.ModelChoiceField(
        label=_("Done by"), queryset=None, required=False, help_text=_("Leave it empty where nobody knows yet.")
    )
    proof_url = forms.CharField(label=_("Address"), max_length=500, required=False, widget=forms.URLInput)
    note = forms.CharField(
        label=_("What was found, and how"), max_length=NOTE_LIMIT, widget=_lines(4),
        help_text=_("It counts against the requirement, and everybody who manages the account is told."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.queryset = _accounts(actor, (MANAGE,))
        person: Any = self.fields["done_by"]
        person.queryset = get_user_model().objects.order_by("username")


class SensitiveFilter(forms.Form):
    """Account, operation and state of the watch list."""

    account: Any = forms.ModelChoiceField(label=_("Account"), queryset=None, required=False, empty_label=_("All"))
    code = forms.ChoiceField(label=_("Operation"), required=False, choices=[ALL, *OPERATION_CHOICES])
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *SENSITIVE.choices])

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account: Any = self.fields["account"]
        account.queryset = _accounts(user, ("accounts.view_platformaccount",))

    def chosen(self) -> dict[str, Any]:
        """Column and value of what was chosen; what is not a choice is left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

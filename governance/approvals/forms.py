"""The form of a kind, built from its rows; shapes only."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.apps import apps
from django.utils.translation import gettext_lazy as _

from governance.access.rules import VIEW_ACCOUNT
from governance.access.services import accounts_for
from governance.approvals.rules import IN_DEPARTMENT, ON_ACCOUNT, REASON_LIMIT, ApprovalKind, approval_kinds
from governance.approvals.workflow import APPROVAL
from governance.particulars.forms import shape_of
from governance.refusals.forms import WordedForm

if TYPE_CHECKING:
    from accounts.models import User

ALL = ("", _("All"))


class AskForm(WordedForm):
    """What one kind asks: the account or department it is about, its own fields, the reason."""

    def __init__(self, *args: Any, kind: ApprovalKind, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        if kind.scope == ON_ACCOUNT:
            seen = apps.get_model("accounts", "PlatformAccount").objects.filter(
                pk__in=accounts_for(actor, kind.ask_right if kind.ask_right.startswith("accounts.") else VIEW_ACCOUNT)
            )
            self.fields["account"] = forms.ModelChoiceField(label=_("Account"), queryset=seen)
        if kind.scope == IN_DEPARTMENT:
            units = apps.get_model("accounts", "Department").objects.filter(is_active=True)
            self.fields["department"] = forms.ModelChoiceField(label=_("Department"), queryset=units)
        for row in kind.fields:
            self.fields[row.name] = shape_of(row)
        self.fields["reason"] = forms.CharField(
            label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea({"rows": 4})
        )

    def payload(self) -> dict[str, Any]:
        """The values of the kind's own fields."""
        return {row.name: self.cleaned_data.get(row.name) for row in self.kind.fields}


def _by_label() -> dict[str, list[str]]:
    """The codes of the kinds that read alike: to whoever chooses they are one, whoever decides them."""
    found: dict[str, list[str]] = {}
    for row in approval_kinds().values():
        found.setdefault(str(row.label), []).append(row.code)
    return found


class ApprovalFilter(forms.Form):
    """Kind and state of the list; one entry for the kinds of one label."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *APPROVAL.choices])

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kind: Any = self.fields["kind"]
        self.alike = _by_label()
        kind.choices = [ALL, *((codes[0], label) for label, codes in self.alike.items())]
        # A saved filter may name any kind of a label: the label's entry stands for it.
        first = {code: codes[0] for codes in self.alike.values() for code in codes}
        self.data = {name: first.get(value, value) if name == "kind" else value for name, value in self.data.items()}

    def chosen(self) -> dict[str, Any]:
        """Condition and value of what was chosen; what is not a choice is left out."""
        self.is_valid()
        found: dict[str, Any] = {name: value for name, value in self.cleaned_data.items() if value}
        if "kind" in found:
            found["kind__in"] = next(codes for codes in self.alike.values() if found["kind"] in codes)
            del found["kind"]
        return found

"""The shape of a suspension."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PLATFORM_CHOICES, Department, PlatformAccount, User
from content.suspension.services import WORDS_LIMIT
from governance.public import OnceForm, WordedForm, accounts_for

NOT_CHOSEN = _("Not chosen")
NARROWING = ("account", "platform", "department")
NEITHER = _(
    "Nothing is suspended yet, because nothing was chosen. Choose an account, a platform or a department; or tick"
    " “Everything” if all accounts that you manage are meant, which are %(count)d."
)
BOTH = _(
    "Nothing is suspended yet: “Everything” is ticked, and a part is chosen beside it. Untick it, or take the other"
    " choice back."
)


class SuspensionForm(OnceForm):
    """What is held back, and why: an account, a platform, a department, or everything, and that has to be said."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False, empty_label=NOT_CHOSEN
    )
    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=[("", NOT_CHOSEN), *PLATFORM_CHOICES])
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.all(), required=False, empty_label=NOT_CHOSEN
    )
    everything = forms.BooleanField(label=_("Everything: all accounts that I manage"), required=False)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Everybody who sees these accounts reads it on top of every page."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        self.managed = PlatformAccount.objects.filter(pk__in=accounts_for(actor, "accounts.manage"), status="active")
        field.queryset = self.managed

    def clean(self) -> dict[str, Any]:
        """Nothing is suspended because nobody chose: everything is a choice like the others, and stands alone."""
        data = self.cleaned_data
        narrowed = any(data.get(name) for name in NARROWING)
        known = not any(name in self.errors for name in NARROWING)
        if known and narrowed == data["everything"]:
            sentence = BOTH if narrowed else NEITHER
            raise forms.ValidationError(sentence, params={"count": self.managed.count()})
        return data

    def chosen(self) -> list[PlatformAccount]:
        """The accounts that fit everything that was chosen."""
        data, rows = self.cleaned_data, self.managed
        if data["account"]:
            rows = rows.filter(pk=data["account"].pk)
        if data["platform"]:
            rows = rows.filter(platform=data["platform"])
        if data["department"]:
            rows = rows.filter(department=data["department"])
        return list(rows)


class LiftForm(WordedForm):
    """Why publishing may go on."""

    note = forms.CharField(label=_("Why it may go on"), max_length=WORDS_LIMIT, required=False)

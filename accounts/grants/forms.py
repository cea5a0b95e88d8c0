"""Shapes of what is asked, chosen and filtered about grants."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.grants.asking import Likeness, Wish, askable_accounts, askable_people, wishes_like, wishes_of
from accounts.grants.reading import sees_all, takeable_accounts
from accounts.grants.register import Span
from accounts.grants.rules import EXCEPTION_LIMIT
from accounts.grants.services import REASON_LIMIT
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.platforms.services import seen_or_managed
from governance.public import ROLES, DayField, KnownRows, Sentence, WordedForm

ALL = ("", _("All"))
STATES = (
    ALL, ("current", _("In force")), ("ended", _("Ended")), ("expiring", _("Over within 30 days")),
    ("unasked", _("Without a request")), ("founding", _("Given by setup")),
)  # fmt: skip
LONGEST_SPAN = timedelta(days=366)


class AskGrantsForm(WordedForm):
    """For whom, which roles on which accounts or the rights of whom, until when, and why."""

    people = KnownRows(
        label=_("For whom"), queryset=User.objects.none(), widget=forms.SelectMultiple({"size": 6}),
        help_text=_("Each person gets a request of their own. Hold Ctrl to choose several."),
    )  # fmt: skip
    like = forms.ModelChoiceField(
        label=_("Same rights as"), queryset=User.objects.none(), required=False,
        help_text=_(
            "For somebody new in a post: all roles that this colleague holds now, on accounts that you may ask for."
        ),
        empty_label="–",
    )  # fmt: skip
    roles = forms.MultipleChoiceField(
        label=_("Roles"), choices=[(role.code, role.label) for role in ROLES], required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    accounts = KnownRows(
        label=_("Accounts"), queryset=PlatformAccount.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None chosen: the role is for the company, without rights on single accounts."),
    )  # fmt: skip
    until = DayField(
        label=_("Until"), required=False,
        help_text=_("The last day. Without one the roles are held until somebody takes them."),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Whoever decides reads it."),
    )  # fmt: skip
    exception = forms.CharField(
        label=_("Exception from keeping roles apart"), max_length=EXCEPTION_LIMIT, required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=_("Only where roles that are kept apart must be in one hand for a time: why nobody else can."),
    )  # fmt: skip
    understood = forms.BooleanField(label=_("Ask all the same"), required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._actor = actor
        people, like, accounts = (self.fields[name] for name in ("people", "like", "accounts"))
        people.queryset = askable_people(actor).order_by("department__code", "username")  # type: ignore[attr-defined]
        like.queryset = User.objects.filter(is_active=True).order_by(  # type: ignore[attr-defined]
            "department__code", "username"
        )
        accounts.queryset = askable_accounts(actor)  # type: ignore[attr-defined]

    def warn(self, sentences: Sequence[Sentence]) -> bool:
        """Show what would better be in two hands, with a box to tick; whether there is something not ticked yet."""
        if not sentences or self.cleaned_data["understood"]:
            return False
        field = self.fields["understood"]
        field.widget, field.help_text = forms.CheckboxInput(), _("Whoever decides is shown this as well.")
        for sentence in sentences:
            self.add_error("understood", str(sentence))
        return True

    def wishes(self, at: datetime) -> list[Wish]:
        """What was chosen, with what the colleague holds."""
        data = self.cleaned_data
        chosen = wishes_of(data["roles"], list(data["accounts"]))
        return [*chosen, *self.likeness(at).wishes]

    def likeness(self, at: datetime) -> Likeness:
        """What the colleague holds, as far as the asker may ask for it."""
        like = self.cleaned_data["like"]
        return wishes_like(like, at, actor=self._actor) if like else Likeness([])

    def end(self) -> datetime | None:
        """The end of the last day, on the asker's clock."""
        day: date | None = self.cleaned_data["until"]
        return timezone.make_aware(datetime.combine(day + timedelta(days=1), time.min)) if day else None


class TakingForm(WordedForm):
    """A role that is taken: on one account, or wherever it is held; and why."""

    role = forms.ChoiceField(label=_("Role"), choices=[(role.code, role.label) for role in ROLES])
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False,
        empty_label=_("Wherever it is held"),
    )  # fmt: skip
    reason = forms.CharField(
        label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea({"rows": 2}),
        help_text=_("The person reads it. The role ends at once."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, person: User, hidden: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = takeable_accounts(actor, person)  # type: ignore[attr-defined]
        if hidden:
            for name in ("role", "account"):
                self.fields[name].widget = forms.HiddenInput()


class GrantFilter(forms.Form):
    """Who, which role, where, in which state."""

    q = forms.CharField(label=_("Person"), required=False, max_length=80)
    role = forms.ChoiceField(
        label=_("Role"), required=False, choices=[ALL, *((role.code, role.label) for role in ROLES)]
    )
    account = forms.ChoiceField(label=_("Account"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=STATES)

    def __init__(self, *args: Any, reader: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = PlatformAccount.objects.only("handle", "name_zh", "name_en").order_by("handle")
        known = list(rows if sees_all(reader) else rows.filter(pk__in=seen_or_managed(reader)))
        self._ids = {account.handle: account.pk for account in known}
        account: Any = self.fields["account"]
        account.choices = [ALL, *((account.handle, str(account)) for account in known)]

    def chosen(self) -> dict[str, Any]:
        """What was chosen, the account by its id; what is not a choice is left out."""
        self.is_valid()
        values = {name: value for name, value in self.cleaned_data.items() if value}
        if "account" in values:
            values["account"] = self._ids[values["account"]]
        return values


class SpanForm(WordedForm):
    """The day that is looked at."""

    on = DayField(label=_("Day"), required=False)

    def span(self, today: date) -> Span:
        """The day that was chosen, else today."""
        self.is_valid()
        day = self.cleaned_data.get("on") or today
        return Span(day, day)


class RegisterForm(WordedForm):
    """The span of an access register for auditors."""

    first = DayField(label=_("From"))
    last = DayField(label=_("To"), help_text=_("The same day for the register of one day."))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        first, last = data.get("first"), data.get("last")
        if first and last and not timedelta(0) <= last - first <= LONGEST_SPAN:
            self.add_error("last", _("The span ends before it begins, or is longer than a year. Please shorten it."))
        return data

    def span(self) -> Span:
        """The span that was chosen."""
        return Span(self.cleaned_data["first"], self.cleaned_data["last"])

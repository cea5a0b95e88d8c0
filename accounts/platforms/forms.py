"""Shapes of what is typed about platform accounts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.forms import WordedModelForm
from accounts.people.models import Department
from accounts.platforms.health import needing_action
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import ACCOUNT_LIFE, LANGUAGES, MARKETS, PLATFORM_CHOICES, REGULATED_FIELDS
from governance.public import WordedForm, bound_packs, calendar_choices, pack_names

ALL = ("", _("All"))
NONE = ("", _("None"))
NEEDS_ACTION, IN_ORDER = "action", "order"
HEALTH = ((NEEDS_ACTION, _("Needs action")), (IN_ORDER, _("In order")))
RECORD = ("name_zh", "name_en", "url", "department", "market", "language", "calendar", "regulated_field")
NOTE_LIMIT = 2000


class AccountFields(WordedModelForm):
    """The record of an account: its names, its place in the company and in the world."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120)
    url = forms.URLField(
        label=_("Address"), max_length=200, required=False, assume_scheme="https",
        help_text=_("The page of the account on its platform, once it exists."),
    )  # fmt: skip
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), required=False)
    market = forms.ChoiceField(label=_("Market"), choices=MARKETS)
    language = forms.ChoiceField(label=_("Language of posts"), choices=LANGUAGES)
    calendar = forms.ChoiceField(
        label=_("Working calendar"), help_text=_("Deadlines of this account are reckoned on it.")
    )  # fmt: skip
    regulated_field = forms.ChoiceField(
        label=_("Regulated field"), choices=[NONE, *REGULATED_FIELDS], required=False,
        help_text=_("In these fields the account must show its qualification."),
    )  # fmt: skip

    def __init__(self, *args: Any, account: PlatformAccount | None = None, **kwargs: Any) -> None:
        if account is not None:
            kwargs["initial"] = {name: getattr(account, name) for name in RECORD} | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields
        stays = Q(pk=account.department_id) if account and account.department_id else Q(pk__in=())
        fields["department"].queryset = Department.objects.filter(Q(is_active=True) | stays)
        fields["calendar"].choices = calendar_choices()
        # What stands in the record may stay, though it could not be chosen anew.
        for name in ("market", "language", "calendar") if account else ():
            value = getattr(account, name)
            if value not in dict(fields[name].choices):
                fields[name].choices = [*fields[name].choices, (value, value)]


class AccountForm(AccountFields):
    """The record of an account that exists; `version` is the page that was looked at."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class AccountFilter(forms.Form):
    """Which accounts the list shows."""

    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=[ALL, *PLATFORM_CHOICES])
    market = forms.ChoiceField(label=_("Market"), required=False, choices=[ALL, *MARKETS])
    department = forms.ModelChoiceField(
        label=_("Department"), queryset=Department.objects.all(), required=False, empty_label=_("All")
    )
    status = forms.ChoiceField(label=_("Status"), required=False, choices=[ALL, *ACCOUNT_LIFE.choices])
    health = forms.ChoiceField(label=_("Health"), required=False, choices=[ALL, *HEALTH])

    def narrowed(self, now: datetime) -> Q:
        """The condition on accounts; what is not a choice is left out."""
        self.is_valid()
        chosen = {name: value for name, value in self.cleaned_data.items() if value}
        health = chosen.pop("health", "")
        found = Q(**chosen)
        if health == NEEDS_ACTION:
            found &= needing_action(now)
        elif health == IN_ORDER:
            found &= Q(status="active") & ~needing_action(now)
        return found


class BindForm(WordedForm):
    """A rule book to bind to this account."""

    pack = forms.ChoiceField(label=_("Rule book"))

    def __init__(self, *args: Any, account: PlatformAccount, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        bound = bound_packs(account_id=account.pk)
        pack: Any = self.fields["pack"]
        pack.choices = [(code, name) for code, name in pack_names().items() if code not in bound]


class UnbindForm(WordedForm):
    """Why a rule book no longer holds for this account."""

    reason = forms.CharField(label=_("Reason"), max_length=400)


class CloseForm(forms.Form):
    """What is said when an account is closed, beside the note."""

    keep_logins = forms.CharField(max_length=NOTE_LIMIT, required=False)

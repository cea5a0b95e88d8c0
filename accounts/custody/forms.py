"""The shapes of custody's forms. A secret is typed twice where it is set, and never sent back to the page."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.custody.rules import KIND_CHOICES, SAFEGUARDS
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import OnceForm, WordedForm, accounts_for, holders


class SecretInput(forms.PasswordInput):
    """Never filled by the browser or by an answer of ours."""

    def __init__(self) -> None:
        super().__init__(render_value=False, attrs={"autocomplete": "new-password", "spellcheck": "false"})


class RotationForm(WordedForm):
    """The new secret, as it was set on the platform."""

    secret = forms.CharField(
        label=_("New secret"), widget=SecretInput(), strip=False,
        help_text=_("Set it on the platform first, then enter it here. It is sealed at once and shown to nobody."),
    )  # fmt: skip
    repeated = forms.CharField(label=_("Once more"), widget=SecretInput(), strip=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if "secret" in data and data["secret"] != data.get("repeated"):
            self.add_error("repeated", _("The two entries differ. Please type both again."))
        return data


class CredentialForm(RotationForm):
    """A login to take into custody."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    kind = forms.ChoiceField(label=_("Kind"), choices=KIND_CHOICES)
    login = forms.CharField(label=_("Login name"), max_length=120)
    custodian = forms.ModelChoiceField(
        label=_("Custodian"), queryset=User.objects.none(), help_text=_("One person answers for this login.")
    )
    version = None  # type: ignore[assignment]

    field_order = ("account", "kind", "login", "custodian", "secret", "repeated")

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts, people = self.fields["account"], self.fields["custodian"]
        assert isinstance(accounts, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101
        managed = accounts_for(actor, "accounts.manage")
        accounts.queryset = PlatformAccount.objects.filter(pk__in=managed).open()
        keepers = {
            pk for account in managed for pk in holders("accounts.custody", account).values_list("pk", flat=True)
        }
        people.queryset = User.objects.filter(pk__in=keepers).order_by("username")


class ReasonForm(WordedForm):
    """Why the login is taken out."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("What has to be done with the login; it is kept in the record.")
    )


class ShareForm(OnceForm):
    """What whoever asks for a share says and promises."""

    days = forms.IntegerField(label=_("For how many days"), min_value=1, initial=1)
    safeguards = forms.MultipleChoiceField(
        label=_("You promise"), choices=SAFEGUARDS, widget=forms.CheckboxSelectMultiple
    )
    reason = forms.CharField(label=_("Reason"), max_length=300, help_text=_("Your superior decides by it."))


class HandOverForm(WordedForm):
    """Who keeps the login from now on."""

    custodian = forms.ModelChoiceField(label=_("New custodian"), queryset=User.objects.none())
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, account_id: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = self.fields["custodian"]
        assert isinstance(people, forms.ModelChoiceField)  # noqa: S101
        people.queryset = holders("accounts.custody", account_id)

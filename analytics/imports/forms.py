"""The shape of an upload."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount
from analytics.imports.profiles import profiles
from governance.public import WordedForm, accounts_for

if TYPE_CHECKING:
    from accounts.models import User


def _own_accounts(form: forms.Form, actor: User) -> None:
    """Offer the accounts whose figures one may see."""
    account = form.fields["account"]
    assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
    account.queryset = PlatformAccount.objects.filter(pk__in=accounts_for(actor, "accounts.view_metrics"))


class AccountForm(forms.Form):
    """For which account a file will be: asked first, so that no file is chosen twice."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_accounts(self, actor)


class UploadForm(WordedForm):
    """An account, a file, and what kind of export it is."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,
        help_text=_("The platform's export as it was downloaded: CSV, XLSX or XLS, 60 MB at most."),
    )
    profile = forms.ChoiceField(
        label=_("Kind of export"),
        required=False,
        help_text=_("Usually recognised by its columns; choose only where the guess was wrong."),
    )

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _own_accounts(self, actor)
        profile = self.fields["profile"]
        assert isinstance(profile, forms.ChoiceField)  # noqa: S101
        profile.choices = [("auto", _("Recognise by itself")), *((row.code, row.name) for row in profiles().values())]
        profile.initial = "auto"

    def clean_profile(self) -> str:
        """Nothing chosen means: recognise by itself."""
        return self.cleaned_data["profile"] or "auto"

"""Shapes of what is typed when an account is applied for, or its registration corrected."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext_lazy as _

from accounts.opening.checking import REGISTERED
from accounts.opening.models import NEED_LIMIT, AccountRegistration
from accounts.opening.rules import NAME_BASES, NUMBER_KINDS
from accounts.people.models import User
from accounts.platforms.forms import RECORD, AccountFields
from accounts.platforms.models import PlatformAccount
from accounts.platforms.rules import PLATFORM_CHOICES
from governance.public import PAPERS, WordedForm, can, pack_names


class ManyFiles(forms.ClearableFileInput):
    """An input for several files."""

    allow_multiple_selected = True


class PapersField(forms.FileField):
    """Several papers at once; the service looks into each."""

    widget = ManyFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """A list, empty where none was chosen."""
        found = data if isinstance(data, list | tuple) else [data]
        return [super(PapersField, self).clean(one, initial) for one in found if one]


def papers_field(help_text: Any) -> PapersField:
    """A field for PDF and picture files."""
    return PapersField(
        label=_("Papers"), required=False, max_length=200, help_text=help_text,
        widget=ManyFiles({"accept": PAPERS.mimes, "multiple": True}),
        validators=[FileExtensionValidator(["pdf", "png", "jpg", "jpeg"])],
    )  # fmt: skip


class RegistrationFields(WordedForm):
    """Under which genuine data the account is registered, and how the company is reached about it."""

    name_basis = forms.ChoiceField(label=_("Right to the name"), choices=NAME_BASES)
    authorised_by = forms.CharField(
        label=_("Permission given by"), max_length=120, required=False,
        help_text=_("For a name used with permission: who gave it. Attach the permission below."),
    )  # fmt: skip
    entity = forms.CharField(
        label=_("Registering entity"), max_length=120, help_text=_("The full name on the business licence.")
    )
    number_kind = forms.ChoiceField(label=_("Kind of registration number"), choices=NUMBER_KINDS)
    number = forms.CharField(label=_("Registration number"), max_length=40)
    responsible = forms.ModelChoiceField(
        label=_("Responsible person"), queryset=User.objects.none(),
        help_text=_("Answers for the account: verification, renewals, questions of the platform."),
    )  # fmt: skip
    phone = forms.CharField(label=_("Phone"), max_length=24)
    mail = forms.EmailField(label=_("Mail address"), max_length=254)
    recovery = forms.CharField(
        label=_("Recovery contact"), max_length=254,
        help_text=_("Another phone or mail address, for when the others are lost."),
    )  # fmt: skip

    def __init__(self, *args: Any, registration: AccountRegistration | None = None, **kwargs: Any) -> None:
        if registration is not None:
            known = {name: getattr(registration, name) for name in REGISTERED}
            kwargs["initial"] = known | kwargs.get("initial", {})
        super().__init__(*args, **kwargs)
        responsible: Any = self.fields["responsible"]
        responsible.queryset = User.objects.filter(is_active=True).order_by("username")


class RegistrationForm(RegistrationFields):
    """Correcting the registration of an account; `version` is the page that was looked at."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class OpeningForm(RegistrationFields, AccountFields):
    """Everything that is asked of whoever applies for an account."""

    need = forms.CharField(
        label=_("Need"), max_length=NEED_LIMIT, widget=forms.Textarea({"rows": 3}),
        help_text=_("What the account is for, for whom, and why an existing one does not do."),
    )  # fmt: skip
    platform = forms.ChoiceField(label=_("Platform"), choices=PLATFORM_CHOICES)
    handle = forms.SlugField(
        label=_("Handle"), max_length=60,
        help_text=_("The short name of the account here: letters, digits and hyphens. It does not change later."),
    )  # fmt: skip
    packs = forms.MultipleChoiceField(
        label=_("Rule books to bind"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("They hold for the account from the day it is opened; without one those of its department do."),
    )  # fmt: skip
    papers = papers_field(_("Business licence, trade mark, permission: PDF, PNG or JPEG, 10 MB each."))
    field_order = ("need", "platform", "handle", *RECORD, "packs", *REGISTERED, "papers")

    def __init__(
        self, *args: Any, actor: User, account: PlatformAccount | None = None,
        registration: AccountRegistration | None = None, **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, account=account, registration=registration, **kwargs)
        packs: Any = self.fields["packs"]
        packs.choices = list(pack_names().items())
        if not can(actor, "governance.manage_policies"):
            del self.fields["packs"]
        if account is not None:
            del self.fields["platform"], self.fields["handle"]
            self.fields["version"] = forms.IntegerField(
                min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=account.lock_version
            )
            if registration is not None:
                self.initial.update(need=registration.need, packs=registration.packs)

    def asked(self) -> dict[str, Any]:
        """The arguments of the service."""
        data = dict(self.cleaned_data)
        taken = {name: data.pop(name) for name in ("need", "papers")}
        version = {"version": data.pop("version")} if "version" in data else {}
        return {**taken, **version, "packs": data.pop("packs", []), "values": data}

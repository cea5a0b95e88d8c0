"""Shapes of what is typed about accreditations."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.accreditations.rules import NUMBER_LIMIT, TEXT_LIMIT
from accounts.certificates.forms import CertificateForm, ProofField
from accounts.people.models import User
from governance.public import DayField


class AccreditationForm(CertificateForm):
    """The accreditation of somebody else, as the paper has it."""

    person = forms.ModelChoiceField(label=_("Adviser"), queryset=User.objects.none())
    profession = forms.CharField(
        label=_("Profession"),
        max_length=TEXT_LIMIT,
        help_text=_("As the accreditation names it: physician, dietitian."),
    )
    issuer = forms.CharField(label=_("Issued by"), max_length=TEXT_LIMIT)
    number = forms.CharField(label=_("Number of the accreditation"), max_length=NUMBER_LIMIT)
    issued_on = DayField(label=_("Issued on"))
    last_day = DayField(
        label=_("Last day"),
        help_text=_("Where the paper names none: the day until which you want it looked at again."),
    )  # fmt: skip
    proof_file = ProofField(
        label=_("Accreditation as a file"), help_text=_("The paper itself: PDF, PNG or JPEG, 10 MB at most.")
    )

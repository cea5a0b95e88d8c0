"""Shapes of what is typed about qualifications."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.certificates.forms import CertificateForm, ProofField
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from accounts.qualifications.rules import MOST_POINTS, TEXT_LIMIT
from governance.public import DayField


class ReviewerForm(CertificateForm):
    """Training, test and appointment of somebody else."""

    person = forms.ModelChoiceField(label=_("Reviewer"), queryset=User.objects.none())
    training = forms.CharField(
        label=_("Training"), max_length=TEXT_LIMIT, help_text=_("Which course it was, and by whom.")
    )
    trained_on = DayField(label=_("Trained on"))
    tested_on = DayField(label=_("Tested on"), help_text=_("From this day on the qualification holds."))
    score = forms.IntegerField(label=_("Points in the test"), min_value=0, max_value=MOST_POINTS)
    proof = forms.CharField(
        label=_("Proof"), max_length=TEXT_LIMIT, help_text=_("Number of the certificate, or where the test is kept.")
    )
    proof_file = ProofField(
        label=_("Proof as a file"), required=False,
        help_text=_("The certificate or the marked test: PDF, PNG or JPEG, 10 MB at most."),
    )  # fmt: skip
    markets = forms.MultipleChoiceField(
        label=_("Competent for the markets"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Whose law, culture and language this reviewer knows."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        markets: Any = self.fields["markets"]
        known = PlatformAccount.objects.order_by("market").values_list("market", flat=True).distinct()
        markets.choices = [(market, market) for market in known]

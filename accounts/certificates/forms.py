"""What the forms of every certificate ask: the paper itself."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.people.forms import AppointmentForm
from governance.public import PAPERS, OnceForm


class ProofField(forms.FileField):
    """The paper as a file, as the browser picks it; the service checks what is in it."""

    widget = forms.ClearableFileInput({"accept": PAPERS.mimes})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=200, **kwargs)


class CertificateForm(OnceForm, AppointmentForm):
    """A certificate of somebody else; sent twice it is written once."""

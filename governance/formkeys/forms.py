"""The hidden field that carries the key of a form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.formkeys.rules import KEY_LENGTH


class FormKeyField(forms.CharField):
    """A key made when the page is drawn; `once()` takes it.

    A form that comes without is taken as it is, or refused where the key is `needed` because no other way leads to it.
    """

    widget = forms.HiddenInput

    def __init__(self, *, needed: bool = False, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "required": _("This form is not complete. Please load the page and send it again.")
        }
        super().__init__(required=needed, max_length=KEY_LENGTH, initial=lambda: uuid4().hex, **kwargs)

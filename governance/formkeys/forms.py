"""The hidden field that carries the key of a form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms

from governance.formkeys.rules import KEY_LENGTH


class FormKeyField(forms.CharField):
    """A key made when the page is drawn; `once()` takes it. A form that comes without is taken as it is."""

    widget = forms.HiddenInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=KEY_LENGTH, initial=lambda: uuid4().hex, **kwargs)

"""The hidden field that carries the key of a form."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from governance.formkeys.rules import KEY_LENGTH
from governance.formkeys.sent import SentKey, digest_of


class FormKeyField(forms.CharField):
    """A key made when the page is drawn; `once()` takes it, with a digest of what else the form said.

    A form that comes without is taken as it is, or refused where the key is `needed` because no other way leads to it.
    """

    # Several forms of one page carry a key each, so the input has no id.
    widget = forms.HiddenInput(attrs={"id": False})

    def __init__(self, *, needed: bool = False, **kwargs: Any) -> None:
        kwargs["error_messages"] = {
            "required": _("This form is not complete. Please load the page and send it again.")
        }
        super().__init__(required=needed, max_length=KEY_LENGTH, initial=lambda: uuid4().hex, **kwargs)

    def _clean_bound_field(self, bf: forms.BoundField) -> str:
        """The key; where one came, with the digest of the form around it."""
        key = self.clean(bf.data)
        return SentKey(key, digest_of(bf.form, bf.html_name)) if key else key

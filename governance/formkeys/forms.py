"""The hidden field that carries the key of a form, and the form that makes one record however often it is sent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

from django import forms
from django.db.models import Model
from django.utils.translation import gettext_lazy as _

from governance.formkeys.rules import KEY_LENGTH
from governance.formkeys.sent import SentKey, digest_of
from governance.formkeys.services import once
from governance.refusals.forms import WordedForm

if TYPE_CHECKING:
    from accounts.models import User

M = TypeVar("M", bound=Model)


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


class OnceForm(WordedForm):
    """A form that makes one record; a form of a change drops the key."""

    form_key = FormKeyField()

    def once(self, make: Callable[[], M], *, model: type[M], actor: User) -> M:
        """The record that `make` makes, or made when this person sent the same form before. Raises Refused."""
        return once(self.cleaned_data.get("form_key", ""), make, model=model, actor=actor)

    def made_once(self, make: Callable[[], M], *, model: type[M], actor: User) -> bool:
        """Valid, and its record is there: the `outcome`. A refusal stands in the form, beside the field it names."""
        return self.carried_out(lambda: self.once(make, model=model, actor=actor))

    def content(self) -> Mapping[str, Any]:
        """What was written, as its service takes it: everything but the key."""
        return {name: value for name, value in self.cleaned_data.items() if name != "form_key"}

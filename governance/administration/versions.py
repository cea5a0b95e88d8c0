"""The form of an admin page carries what its record was when the page was opened; a stale save is refused.

Most records that stand in the administration have no `lock_version`, and what counts to whoever writes is whether the
fields before them are still what they were. So the form carries a digest of its own fields.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.utils.translation import gettext as _

from governance.refusals.exceptions import Refused

SEEN = "seen_version"


class _Encoder(DjangoJSONEncoder):
    """Rows by their keys, whatever else is not plain by its words."""

    def default(self, o: Any) -> Any:
        """What JSON cannot say of itself."""
        if isinstance(o, Model):
            return o.pk
        try:
            return super().default(o)
        except TypeError:
            return str(o)


def version_of(stored: Model, names: Iterable[str]) -> str:
    """SHA-256 of the named fields as they are stored now; another one as soon as one of them changed."""
    known = {field.name: field for field in (*stored._meta.concrete_fields, *stored._meta.many_to_many)}
    values = {name: known[name].value_from_object(stored) for name in sorted(names) if name in known}
    return hashlib.sha256(json.dumps(values, cls=_Encoder, sort_keys=True).encode()).hexdigest()


class _SeenField(forms.CharField):
    """The digest, in a hidden field; it is no change of the record."""

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Never: what it carries is not written."""
        return False


class VersionedForm(forms.ModelForm):
    """Refuses a save where somebody else changed a field of it meanwhile; what was typed stays in the form.

    The row is locked until the save is through: of two saves at once the second finds the first. A form that
    carries no version is not held against one, as the services hold it.
    """

    refused: ClassVar[Refused | None] = None
    """What the service refused of just this form."""

    seen_version = _SeenField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and not self.is_bound:
            # As stored, not as shown: the page of an older version shows other values.
            stored = type(self.instance)._default_manager.get(pk=self.instance.pk)
            self.initial[SEEN] = version_of(stored, self.fields)

    def clean(self) -> dict[str, Any]:
        """Hold the version of the page against the stored record, and say what the service refused."""
        cleaned = super().clean() or self.cleaned_data
        if self.refused is not None:
            self.add_error(
                self.refused.field if self.refused.field in self.fields else None, str(self.refused.sentence)
            )
        seen = cleaned.pop(SEEN, "")
        if seen and self.instance.pk:
            rows = type(self.instance)._default_manager.select_for_update(no_key=True, of=("self",))
            if version_of(rows.get(pk=self.instance.pk), self.fields) != seen:
                raise ValidationError(
                    _("Somebody else changed this record while you were writing. Load the page again, look at what"
                      " is new, and enter your change once more.")
                )  # fmt: skip
        return cleaned

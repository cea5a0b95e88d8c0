"""Shapes of what is typed about governing groups."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.groups.rules import LEADER
from accounts.posts.forms import TermForm
from governance.public import term


class SeatForm(TermForm):
    """A member, what the seat stands for, and its days."""

    unit = forms.ChoiceField(label=_("Represents"), required=False)
    field_order = ("unit", "person", "starts_on", "until")

    def __init__(self, *args: Any, units: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        unit: Any = self.fields["unit"]
        unit.choices = [
            (LEADER, _("Leader")), *((code, term(code)) for code in units), ("", _("No unit: a further member")),
        ]  # fmt: skip

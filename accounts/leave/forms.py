"""Shapes of what is typed about leave."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.leave.models import REASON_LIMIT
from accounts.people.models import User
from governance.public import DayField, WordedForm


class AbsenceForm(WordedForm):
    """An absence without approval, as the superior enters it."""

    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))
    deputy = forms.ModelChoiceField(
        label=_("Deputy"), queryset=User.objects.none(), required=False,
        help_text=_("Who does the duties from now on; without a deputy they lie still."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason"), max_length=REASON_LIMIT, widget=forms.Textarea({"rows": 3}))

    def __init__(self, *args: Any, person: User, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        deputy: Any = self.fields["deputy"]
        deputy.queryset = (
            User.objects.filter(is_active=True).exclude(pk__in=(person.pk, actor.pk)).order_by("username")
        )

"""The shape of a leave-taking: the day, a note, and a successor for each line."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.leaving.estate import Line
from accounts.leaving.rules import NOTE_LIMIT
from accounts.people.models import User
from governance.public import DayField, WordedForm


class DepartureForm(WordedForm):
    """Who leaves when, and who takes what; a line without a choice refuses the form with the reason."""

    leaves_on = DayField(
        label=_("Leaves on"),
        help_text=_("From this day on the login is closed. With today's date all of it happens at once."),
    )  # fmt: skip
    note = forms.CharField(label=_("Remark"), max_length=NOTE_LIMIT, required=False)

    def __init__(self, *args: Any, lines: list[Line], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [line for line in lines if line.kind.passes]
        for line in self.lines:
            self.fields[line.key] = forms.TypedChoiceField(
                label=str(line.kind.label), coerce=int, empty_value=None, required=False,
                choices=[("", "–"), *((user.pk, str(user)) for user in line.candidates)],
                initial=line.proposed.pk if line.proposed else "",
                help_text="" if line.candidates else str(line.kind.nobody),
            )  # fmt: skip

    def choices(self) -> dict[str, int]:
        """The chosen successors by line."""
        chosen = ((line.key, self.cleaned_data.get(line.key)) for line in self.lines)
        return {key: int(pk) for key, pk in chosen if pk}


class ProposalForm(forms.Form):
    """Who is proposed first for every line."""

    successor = forms.ModelChoiceField(
        label=_("Propose first"), queryset=User.objects.none(), required=False, empty_label=_("the superior")
    )

    def __init__(self, *args: Any, person: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["successor"]
        field.queryset = User.objects.filter(is_active=True).exclude(pk=person.pk).order_by("username")

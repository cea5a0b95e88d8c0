"""Shapes of what is typed about people."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from governance.public import Refused, WordedForm, clean_text

FIELDS = ("display_name", "email", "department", "superior", "post", "language")


class PersonForm(WordedForm):
    """A person's record, as whoever manages people writes it."""

    display_name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(
        label=_("Mail address"), max_length=254, help_text=_("Notices and the link for a password go there.")
    )
    department = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none(), required=False)
    superior = forms.ModelChoiceField(
        label=_("Superior"), queryset=User.objects.none(), required=False,
        help_text=_("Decides on leave, and hears of deadlines that are overdue."),
    )  # fmt: skip
    post = forms.CharField(label=_("Post"), max_length=80, required=False)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES, initial="zh-hans")

    def __init__(self, *args: Any, person: User | None = None, **kwargs: Any) -> None:
        if person is not None:
            kwargs["initial"] = {name: getattr(person, name) for name in FIELDS}
        super().__init__(*args, **kwargs)
        # What stands in the record may stay, though it could not be chosen anew.
        department: Any = self.fields["department"]
        department.queryset = Department.objects.filter(Q(is_active=True) | _stays(person and person.department_id))
        superior: Any = self.fields["superior"]
        superior.queryset = User.objects.filter(Q(is_active=True) | _stays(person and person.superior_id)).order_by(
            "username"
        )
        if person is not None:
            superior.queryset = superior.queryset.exclude(pk=person.pk)
            self.fields["email"].required = bool(person.email)

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        for name in ("display_name", "post"):
            if values.get(name):
                try:
                    values[name] = clean_text(values[name], field=name, limit=80, one_line=True)
                except Refused as refusal:
                    self.refuse(refusal)
        return values

    def refuse(self, refusal: Refused | ValidationError) -> None:
        """Put the sentences where they belong; what was typed stays."""
        if isinstance(refusal, Refused):
            super().refuse(refusal)
            return
        for name, sentences in refusal.message_dict.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)


def _stays(pk: Any) -> Q:
    """The row of that key, or none."""
    return Q(pk=pk) if pk else Q(pk__in=())


class NewPersonForm(PersonForm):
    """A new member of staff: the login name is chosen once."""

    username = forms.CharField(
        label=_("Login name"), max_length=150, help_text=_("Signatures are made under it. It cannot be changed later.")
    )
    field_order = ("username", *FIELDS)

"""Shapes of what is typed about people."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.people.models import Department, User
from accounts.people.rules import CODE_CHOSEN_ONCE
from governance.public import Refused, WordedForm, clean_text

FIELDS = ("display_name", "email", "department", "superior", "post", "language")


class AppointmentForm(WordedForm):
    """Whom somebody appoints or vouches for: any who work here but the one who fills it in."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["person"]
        people.queryset = User.objects.filter(is_active=True).exclude(pk=actor.pk).order_by("username")


class WordedModelForm(WordedForm):
    """A form that says what a service or a model refused."""

    def refuse(self, refusal: Refused | ValidationError) -> None:
        """Put the sentences where they belong; what was typed stays."""
        if isinstance(refusal, Refused):
            super().refuse(refusal)
            return
        for name, sentences in refusal.message_dict.items():
            for sentence in sentences:
                self.add_error(name if name in self.fields else None, sentence)

    def carried_out(self, act: Callable[[], object]) -> bool:
        """As of every worded form; what the model refuses stands beside its fields as well."""
        try:
            return super().carried_out(act)
        except ValidationError as refusal:
            self.refuse(refusal)
            return False

    def clean_lines(self, values: dict[str, Any], *names: str) -> None:
        """Names of one line each; what nobody may see in them is refused beside the field."""
        for name in names:
            if values.get(name):
                try:
                    values[name] = clean_text(values[name], field=name, limit=80, one_line=True)
                    if not values[name] and self.fields[name].required:
                        self.add_error(name, self.fields[name].error_messages["required"])
                except Refused as refusal:
                    self.refuse(refusal)


class PersonForm(WordedModelForm):
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
        self.clean_lines(values, "display_name", "post")
        return values


def _stays(pk: Any) -> Q:
    """The row of that key, or none."""
    return Q(pk=pk) if pk else Q(pk__in=())


class NewPersonForm(PersonForm):
    """A new member of staff: the login name is chosen once."""

    username = forms.CharField(
        label=_("Login name"), max_length=150, help_text=_("Signatures are made under it. It cannot be changed later.")
    )
    field_order = ("username", *FIELDS)


class DepartmentForm(WordedModelForm):
    """A department: its names, what it is part of, who answers for it."""

    name_zh = forms.CharField(label=_("Chinese name"), max_length=80)
    name_en = forms.CharField(label=_("English name"), max_length=80)
    parent = forms.ModelChoiceField(
        label=_("Part of"), queryset=Department.objects.none(), required=False,
        help_text=_("Rule books and approvals pass from there; empty for the top of the company."),
    )  # fmt: skip
    head = forms.ModelChoiceField(
        label=_("Head"), queryset=User.objects.none(), required=False,
        help_text=_("Answers for the department: decides its requests, and hears of what is overdue."),
    )  # fmt: skip
    is_active = forms.BooleanField(
        label=_("In use"), required=False, initial=True,
        help_text=_("A department is closed when nobody and nothing is part of it any more."),
    )  # fmt: skip

    def __init__(self, *args: Any, department: Department | None = None, **kwargs: Any) -> None:
        if department is not None:
            names = ("name_zh", "name_en", "parent", "head", "is_active")
            kwargs["initial"] = {name: getattr(department, name) for name in names}
        super().__init__(*args, **kwargs)
        parent: Any = self.fields["parent"]
        parent.queryset = Department.objects.filter(Q(is_active=True) | _stays(department and department.parent_id))
        if department is not None:
            parent.queryset = parent.queryset.exclude(pk=department.pk)
        head: Any = self.fields["head"]
        head.queryset = User.objects.filter(Q(is_active=True) | _stays(department and department.head_id)).order_by(
            "username"
        )

    def clean(self) -> dict[str, Any]:
        values = super().clean() or {}
        self.clean_lines(values, "name_zh", "name_en")
        return values


class NewDepartmentForm(DepartmentForm):
    """A new department: the code is chosen once."""

    code = forms.SlugField(
        label=_("Code"), max_length=50, help_text=CODE_CHOSEN_ONCE,
    )  # fmt: skip
    field_order = ("code", "name_zh", "name_en", "parent", "head")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["is_active"]

"""Shapes of what is typed about material requests."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.public import Department, PlatformAccount, User
from content.drafts.forms import LocalDateTime, PageVersion
from content.drafts.models import Draft
from content.materials.models import MaterialRequest
from content.materials.rules import FILES_AT_ONCE, SORTS, TEXT_LIMIT, TITLE_LIMIT, WRITE
from content.plans.models import PlanItem
from governance.public import ATTACHMENTS, FilesField, MomentField, OnceForm, WordedForm, accounts_for


def _people() -> Any:
    return User.objects.filter(is_active=True).order_by("department", "username")


class MaterialForm(OnceForm):
    """Whom we ask, for what, and by when; it may hang on a plan item or a draft."""

    plan_item: Any = forms.ModelChoiceField(
        queryset=PlanItem.objects.none(), required=False, widget=forms.HiddenInput
    )  # fmt: skip
    draft: Any = forms.ModelChoiceField(queryset=Draft.objects.none(), required=False, widget=forms.HiddenInput)
    account: Any = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    department: Any = forms.ModelChoiceField(label=_("Department"), queryset=Department.objects.none())
    sort = forms.ChoiceField(label=_("Kind of material"), choices=SORTS)
    title = forms.CharField(label=_("Material in a line"), max_length=TITLE_LIMIT)
    need = forms.CharField(
        label=_("What is needed"), max_length=TEXT_LIMIT, widget=forms.Textarea({"rows": 4}),
        help_text=_("Which facts, pictures or help, in which form, and what they are for."),
    )  # fmt: skip
    due_at = MomentField(
        label=_("Due"), required=False, widget=LocalDateTime,
        help_text=_("Leave it empty for the usual time of the rule books, in working days."),
    )  # fmt: skip
    responsible: Any = forms.ModelChoiceField(
        label=_("Responsible"), queryset=User.objects.none(), required=False,
        help_text=_("Somebody of the department. Leave it empty, and its head answers."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["account"].queryset = PlatformAccount.objects.filter(pk__in=accounts_for(actor, WRITE))
        fields["department"].queryset = Department.objects.filter(is_active=True)
        fields["responsible"].queryset = _people()
        fields["plan_item"].queryset = PlanItem.objects.visible_to(actor)
        fields["draft"].queryset = Draft.objects.visible_to(actor)


class DeliveryForm(WordedForm):
    """Words, files, or both."""

    version = PageVersion()
    delivery = forms.CharField(
        label=_("What is delivered"), max_length=TEXT_LIMIT, required=False, widget=forms.Textarea({"rows": 4}),
        help_text=_("The text itself, or what the files hold."),
    )  # fmt: skip
    files: Any = FilesField(
        label=_("Files"), required=False, allow_empty_file=True, max_length=10_000,
        help_text=format_lazy(_("At most {most}: {kinds}."), most=FILES_AT_ONCE, kinds=", ".join(ATTACHMENTS.endings)),
    )  # fmt: skip


class HandOnForm(WordedForm):
    """To whom of the department."""

    version = PageVersion()
    to: Any = forms.ModelChoiceField(label=_("To"), queryset=User.objects.none())

    def __init__(self, *args: Any, request: MaterialRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["to"]
        field.queryset = _people().filter(department_id=request.department_id).exclude(pk=request.responsible_id)

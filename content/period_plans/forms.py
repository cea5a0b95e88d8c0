"""Shapes of what is written about a period plan."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.drafts.forms import PageVersion
from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.period_plans.models import PeriodPlan
from content.period_plans.places import may_plan
from content.period_plans.rules import CITED, CURRENCIES, LEVEL_CHOICES, MANAGE, PER, WRITE
from governance.public import DayField, DutyRecord, OnceForm, WordedForm, accounts_for, pack_names

PLACED = ("level", "day", "account", "pack")
HIDDEN = (*PLACED, "version", "form_key")
NOTHING_YET = ("", _("Not chosen yet"))
CITABLE = 40


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


class PeriodPlanForm(OnceForm):
    """All elements of a plan; those that are missing can follow until it is submitted."""

    version = PageVersion()
    level = forms.ChoiceField(label=_("Plan level"), choices=LEVEL_CHOICES)
    day = DayField(
        label=_("A day in the period"),
        help_text=_("The plan holds for the whole year, quarter, month or week around it."),
    )
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False,
        help_text=_("Leave it open where the plan holds for a rule book or for the whole company."),
    )  # fmt: skip
    pack = forms.ChoiceField(label=_("Rule book"), required=False)
    title = forms.CharField(label=_("Title"))
    aims = forms.CharField(
        label=_("Aims"), required=False, widget=_area(), help_text=_("What is to be reached, in figures if you can.")
    )
    direction = forms.CharField(label=_("Direction"), required=False, widget=_area())
    audience = forms.CharField(label=_("Audience"), required=False, help_text=_("Whom it speaks to."))
    topics = forms.CharField(label=_("Topics"), required=False, widget=_area())
    mediums = forms.MultipleChoiceField(
        label=_("Forms of content"), required=False, choices=MEDIA, widget=forms.CheckboxSelectMultiple
    )
    types = forms.MultipleChoiceField(
        label=_("Content types"), required=False, choices=CONTENT_TYPES, widget=forms.CheckboxSelectMultiple
    )
    posts = forms.IntegerField(label=_("Posts per account"), required=False, min_value=1)
    per = forms.ChoiceField(label=_("Counted per"), required=False, choices=[NOTHING_YET, *PER])
    times = forms.CharField(
        label=_("Times"), required=False, help_text=_("Days and hours, such as Monday, Wednesday and Friday at 19:00.")
    )
    budget = forms.DecimalField(label=_("Budget"), required=False, max_digits=12, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    responsible = forms.ModelChoiceField(label=_("Responsible"), queryset=User.objects.none(), required=False)
    script_owner = forms.ModelChoiceField(label=_("Script owner"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, actor: User, plan: PeriodPlan | None = None, **kwargs: Any) -> None:
        if plan is not None:
            names = [name for name in self.base_fields if name not in HIDDEN]
            kwargs.setdefault(
                "initial", {name: getattr(plan, name) for name in names} | {"version": plan.lock_version}
            )
        super().__init__(*args, **kwargs)
        for name in (*PLACED, "form_key") if plan is not None else ("version",):
            del self.fields[name]
        if plan is None:
            account, pack = self.fields["account"], self.fields["pack"]
            assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
            assert isinstance(pack, forms.ChoiceField)  # noqa: S101
            mine = accounts_for(actor, WRITE) | accounts_for(actor, MANAGE)
            account.queryset = PlatformAccount.objects.filter(pk__in=mine, status="active")
            books = [(code, name) for code, name in pack_names().items() if may_plan(actor, None, code)]
            pack.choices = [("", _("None: see the account, or the whole company")), *books]
        for name in ("responsible", "script_owner"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = User.objects.filter(is_active=True).order_by("username")

    def content(self) -> dict[str, Any]:
        """What was written, as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}

    def place(self) -> dict[str, Any]:
        """Level, day and place of a new plan."""
        return {name: self.cleaned_data[name] for name in PLACED}


class RecordChoice(forms.ModelChoiceField):
    """A record by what it is and when it was written down."""

    def label_from_instance(self, obj: Any) -> str:
        """Such as "Opinion round among staff, 2026-05-04"."""
        return f"{obj.label}, {obj.payload.get('done_on', '')}"


class CiteForm(WordedForm):
    """The study or opinion round on which a plan rests."""

    record = RecordChoice(label=_("Study or opinion round"), queryset=DutyRecord.objects.none())

    def __init__(self, *args: Any, plan: PeriodPlan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["record"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        newest = (
            DutyRecord.objects.filter(kind__in=CITED).exclude(plan_citations__plan=plan).order_by("-filed_at", "-pk")
        )
        field.queryset = DutyRecord.objects.filter(
            pk__in=list(newest.values_list("pk", flat=True)[:CITABLE])
        ).order_by("-filed_at", "-pk")

"""The shapes of reports, their words, files and actions."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from accounts.public import PlatformAccount, User
from analytics.metrics.models import VIEW_METRICS, MetricDefinition
from analytics.reports.figures import months_back, previous_month
from analytics.reports.models import MonthlyReport
from analytics.reports.rules import LOOK_BACK, METHODS, WORDS_LIMIT
from analytics.reports.summaries import months_with_figures
from governance.public import DayField, WordedForm, accounts_for


class NewReportForm(WordedForm):
    """Which month, and on what."""

    month = forms.ChoiceField(label=_("Month"))
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False, empty_label=_("All accounts")
    )

    def __init__(self, *args: Any, actor: User, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        last = previous_month(today)
        months = sorted({*months_back(last, LOOK_BACK), *months_with_figures(last)}, reverse=True)
        month, account = self.fields["month"], self.fields["account"]
        assert isinstance(month, forms.ChoiceField)  # noqa: S101
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        month.choices = [(row.isoformat(), f"{row:%Y-%m}") for row in months]
        account.queryset = PlatformAccount.objects.filter(pk__in=accounts_for(actor, VIEW_METRICS))

    def clean_month(self) -> date:
        return date.fromisoformat(self.cleaned_data["month"])


class ReportForm(WordedForm):
    """What the analyst writes; only methods that the figures allow are offered."""

    findings = forms.CharField(
        label=_("What the figures show"), required=False, max_length=WORDS_LIMIT,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=_("What rose, what fell, and why. The sentences beside this form were computed from the figures."),
    )  # fmt: skip
    advice = forms.CharField(
        label=_("Advice"), required=False, max_length=WORDS_LIMIT, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("What should be done next month. Give actions out of it once the report is sent."),
    )  # fmt: skip
    methods = forms.MultipleChoiceField(
        label=_("Methods used"), required=False, choices=METHODS, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, paper: dict[str, Any], least: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        methods = self.fields["methods"]
        assert isinstance(methods, forms.MultipleChoiceField)  # noqa: S101
        methods.choices = [(code, label) for code, label in METHODS if paper["methods"].get(code)]
        methods.help_text = ngettext(
            "The methods that this month's figures allow. The rule book asks for %(count)d at least.",
            "The methods that this month's figures allow. The rule book asks for %(count)d at least.",
            least,
        ) % {"count": least}


class ActionForm(WordedForm):
    """One action out of the advice."""

    text = forms.CharField(label=_("What is to be done"), max_length=500)
    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())
    due_on = DayField(label=_("Done by"), required=False, help_text=_("Left open, the rule book's days are taken."))
    metric = forms.ModelChoiceField(
        label=_("Metric it should move"), queryset=MetricDefinition.objects.none(), required=False
    )

    def __init__(self, *args: Any, report: MonthlyReport, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        querysets = {
            "account": report.accounts.order_by("handle"),
            "owner": User.objects.filter(is_active=True).order_by("username"),
            "metric": MetricDefinition.objects.filter(code__in=(report.paper or {}).get("totals", {})),
        }
        for name, queryset in querysets.items():
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = queryset

    def due_at(self) -> datetime | None:
        """The end of the chosen day on the house's clock."""
        day = self.cleaned_data["due_on"]
        return None if day is None else timezone.make_aware(datetime.combine(day, time(18)))

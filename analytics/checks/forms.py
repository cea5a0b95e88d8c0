"""The shapes of an explanation and of a sample."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from analytics.metrics.models import VIEW_METRICS, MetricDefinition
from analytics.targets.forms import MetricChoice
from governance.public import DayField, WordedForm, accounts_for


class ExplainForm(WordedForm):
    """Why figures are as they are."""

    note = forms.CharField(
        label=_("Explanation"), max_length=500, help_text=_("A campaign, an outage of the platform, a late opening.")
    )


class SampleForm(WordedForm):
    """One figure read off the platform's own page."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    metric = MetricChoice(label=_("Metric"), queryset=MetricDefinition.objects.none())
    day = DayField(label=_("Day on the platform"))
    theirs = forms.DecimalField(
        label=_("The platform's figure"), max_digits=20, decimal_places=6, min_value=0,
        help_text=_("As its own page shows it now."),
    )  # fmt: skip
    note = forms.CharField(label=_("Remark"), max_length=300, required=False)

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account, metric = self.fields["account"], self.fields["metric"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(metric, forms.ModelChoiceField)  # noqa: S101
        account.queryset = PlatformAccount.objects.filter(pk__in=accounts_for(actor, VIEW_METRICS))
        metric.queryset = MetricDefinition.objects.filter(operational=False)

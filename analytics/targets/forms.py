"""The shape of a target."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PLATFORM_CHOICES, PlatformAccount, User
from analytics.metrics.models import VIEW_METRICS, MetricDefinition
from analytics.targets.rules import CYCLES, QUARTER
from content.public import CONTENT_TYPES
from governance.public import DayField, WordedForm, accounts_for

ALL = ("", _("All"))


class MetricChoice(forms.ModelChoiceField):
    """A metric with its unit."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj} ({obj.unit})"


class TargetForm(WordedForm):
    """Whom the target holds for, what is counted, until when, how much."""

    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False, empty_label=_("All"),
        help_text=_("Leave it open for a target of a whole platform or of the company."),
    )  # fmt: skip
    platform = forms.ChoiceField(label=_("Platform"), required=False, choices=[ALL, *PLATFORM_CHOICES])
    content_type = forms.ChoiceField(
        label=_("Content type"), required=False, choices=[ALL, *CONTENT_TYPES],
        help_text=_("With a type only posts published from a draft of that type count."),
    )  # fmt: skip
    metric = MetricChoice(label=_("Metric"), queryset=MetricDefinition.objects.none())
    cycle = forms.ChoiceField(label=_("Cycle"), choices=CYCLES, initial=QUARTER)
    day = DayField(label=_("A day in the cycle"), help_text=_("The cycle that holds this day is taken."))
    value = forms.DecimalField(label=_("Target value"), max_digits=20, decimal_places=2, min_value=0)
    reason = forms.CharField(label=_("Grounds"), required=False, help_text=_("Why this value can be reached."))

    def __init__(self, *args: Any, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account, metric = self.fields["account"], self.fields["metric"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(metric, forms.ModelChoiceField)  # noqa: S101
        account.queryset = PlatformAccount.objects.filter(pk__in=accounts_for(actor, VIEW_METRICS))
        metric.queryset = MetricDefinition.objects.all()

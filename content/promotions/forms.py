"""Shapes of what is written about a paid promotion."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount
from content.campaigns.models import Campaign
from content.campaigns.rules import CURRENCIES
from content.drafts.forms import PageVersion
from content.promotions.rules import FORMS, LABELS, WRITE
from governance.public import DayField, OnceForm, WordedForm, accounts_for


class PromotionForm(OnceForm):
    """A promotion as it is planned."""

    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    campaign = forms.ModelChoiceField(label=_("Campaign"), queryset=Campaign.objects.none(), required=False)
    title = forms.CharField(label=_("What is promoted"))
    form = forms.ChoiceField(label=_("Form"), choices=FORMS)
    plan = forms.CharField(
        label=_("Plan"), widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Whom it is to reach, by what, and what it should bring."),
    )  # fmt: skip
    budget = forms.DecimalField(label=_("Budget"), max_digits=12, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    label = forms.ChoiceField(label=_("Advertising label"), choices=LABELS)
    first_day = DayField(label=_("First day"))
    last_day = DayField(label=_("Last day"))

    def __init__(self, *args: Any, actor: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account, campaign = self.fields["account"], self.fields["campaign"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(campaign, forms.ModelChoiceField)  # noqa: S101
        mine = accounts_for(actor, WRITE)
        account.queryset = PlatformAccount.objects.filter(pk__in=mine)
        campaign.queryset = Campaign.objects.open().filter(account_id__in=mine)


class SpendForm(OnceForm):
    """An amount that was paid."""

    amount = forms.DecimalField(label=_("Amount"), max_digits=12, decimal_places=2)
    spent_on = DayField(label=_("Day"))


class ResultForm(WordedForm):
    """What the promotion brought."""

    version = PageVersion()
    result = forms.CharField(label=_("Result"), widget=forms.Textarea(attrs={"rows": 3}))

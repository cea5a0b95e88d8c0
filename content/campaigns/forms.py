"""Shapes of what is written about a campaign."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.public import PlatformAccount, User
from content.campaigns.models import Campaign
from content.campaigns.rules import ANSWERS, CHECKS, CURRENCIES, LAW, MINORS, REPORT_PARTS, TYPES, WRITE
from content.drafts.forms import LocalDateTime, PageVersion
from content.publishing.models import Publication
from governance.public import MomentField, OnceForm, WordedForm, accounts_for, legal_rules

HIDDEN = ("account", "version", "form_key")
NOTHING_YET = ("", _("Not chosen yet"))


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs={"rows": rows})


def _people() -> Any:
    return User.objects.filter(is_active=True).order_by("username")


class CampaignForm(OnceForm):
    """All elements of list 3.7, and what a prize draw needs besides; gaps may follow until it is submitted."""

    version = PageVersion()
    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    type = forms.ChoiceField(label=_("Type"), choices=TYPES)
    theme = forms.CharField(label=_("Theme"))
    aim = forms.CharField(label=_("Aim"), required=False, widget=_area())
    starts_at = MomentField(label=_("Begins"), required=False, widget=LocalDateTime)
    ends_at = MomentField(label=_("Ends"), required=False, widget=LocalDateTime)
    place = forms.CharField(label=_("Place"), required=False, help_text=_("The page, the live room or the address."))
    way_to_join = forms.CharField(
        label=_("Way to join"), required=False, widget=_area(), help_text=_("Who may join, and how.")
    )
    rules = forms.CharField(
        label=_("Rules"), required=False, widget=_area(6), help_text=_("As participants will read them.")
    )
    prizes = forms.CharField(
        label=_("Prizes"), required=False, widget=_area(), help_text=_("Write that there are none if so.")
    )
    budget = forms.DecimalField(label=_("Budget"), required=False, max_digits=12, decimal_places=2)
    currency = forms.ChoiceField(label=_("Currency"), choices=CURRENCIES, initial="CNY")
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none(), required=False)
    organiser = forms.CharField(
        label=_("Organiser"), required=False, help_text=_("Needed for a prize draw: the company that holds it.")
    )
    redemption = forms.CharField(
        label=_("Redemption"), required=False, widget=_area(),
        help_text=_("Needed for a prize draw: how and until when a prize is claimed."),
    )  # fmt: skip
    minors = forms.ChoiceField(label=_("Minors"), required=False, choices=[NOTHING_YET, *MINORS])
    purchase_needed = forms.BooleanField(label=_("Joining needs a purchase"), required=False)

    def __init__(self, *args: Any, actor: User, campaign: Campaign | None = None, **kwargs: Any) -> None:
        if campaign is not None:
            names = [name for name in self.base_fields if name not in HIDDEN]
            kept = {"account": campaign.account_id, "version": campaign.lock_version}
            kwargs.setdefault("initial", {name: getattr(campaign, name) for name in names} | kept)
        super().__init__(*args, **kwargs)
        del self.fields["version" if campaign is None else "form_key"]
        account, owner = self.fields["account"], self.fields["owner"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101
        mine = PlatformAccount.objects.filter(pk__in=accounts_for(actor, WRITE))
        account.queryset = mine.filter(pk=campaign.account_id) if campaign else mine
        owner.queryset = _people()

    def content(self) -> dict[str, Any]:
        """What was written, as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


class CheckForm(WordedForm):
    """One of the four checks; that of the law answers each rule of law."""

    version = PageVersion()
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    part = forms.ChoiceField(label=_("Check"), choices=[(row.code, row.label) for row in CHECKS])
    passed = forms.BooleanField(label=_("Passed"), required=False)
    finding = forms.CharField(label=_("Finding"), required=False, widget=_area(2))

    def __init__(self, *args: Any, market: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rules = legal_rules("campaign", market)
        for rule in self.rules:
            self.fields[f"rule_{rule.code}"] = forms.ChoiceField(
                label=rule.code, choices=[NOTHING_YET, *ANSWERS], required=False
            )

    def answers(self) -> dict[str, str]:
        """The answers by the code of the rule; none where it is not the check of the law."""
        if self.cleaned_data["part"] != LAW:
            return {}
        return {rule.code: self.cleaned_data[f"rule_{rule.code}"] for rule in self.rules}


class AnnouncementForm(WordedForm):
    """The post that announces the campaign."""

    publication = forms.ModelChoiceField(label=pgettext_lazy("figures", "Post"), queryset=Publication.objects.none())

    def __init__(self, *args: Any, campaign: Campaign, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["publication"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        rows = Publication.objects.filter(account_id=campaign.account_id, withdrawn_at=None)
        field.queryset = rows.exclude(announcements__campaign=campaign).order_by("-published_at")


class TaskForm(OnceForm):
    """Something to do, by whom, until when."""

    title = forms.CharField(label=_("Task"))
    owner = forms.ModelChoiceField(label=_("Owner"), queryset=User.objects.none())
    due_at = MomentField(label=_("Due"), widget=LocalDateTime)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["owner"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = _people()


class StaffForm(OnceForm):
    """Somebody on duty."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=User.objects.none())
    duty = forms.CharField(label=_("Duty"))
    begins_at = MomentField(label=_("From"), widget=LocalDateTime)
    ends_at = MomentField(label=_("Until"), widget=LocalDateTime)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["person"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = _people()


class IssueForm(OnceForm):
    """A problem."""

    text = forms.CharField(label=_("Problem"), widget=_area(2))


class WordsForm(WordedForm):
    """A few words to a step."""

    words = forms.CharField(label=_("In words"), required=False)


class ResultsForm(WordedForm):
    """The data of a campaign."""

    version = PageVersion()
    participants = forms.IntegerField(label=_("Participants"))
    interactions = forms.IntegerField(label=_("Interaction"))
    feedback = forms.CharField(label=_("Feedback"), widget=_area())


class ReportForm(WordedForm):
    """The parts of the report."""

    version = PageVersion()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in REPORT_PARTS:
            self.fields[row.field] = forms.CharField(label=str(row.label), required=False, widget=_area())

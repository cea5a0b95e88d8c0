"""The shape of a plan item."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.db.models import Q
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.drafts.forms import LocalDateTime, PageVersion
from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.plans.models import PlanItem, PlanItemQuerySet
from content.plans.rules import FREQUENCIES
from governance.public import MomentField, OnceForm, accounts_for

HIDDEN = ("account", "version", "form_key")
MOST_AT_ONCE = 50
CHOSEN = re.compile(r"[0-9]{1,18}:[0-9]{1,9}")
NOTHING_YET = ("", _("Not chosen yet"))


class PlanForm(OnceForm):
    """All elements of R-018; those that are missing can follow until the item is submitted."""

    version = PageVersion()
    account = forms.ModelChoiceField(label=_("Account"), queryset=PlatformAccount.objects.none())
    title = forms.CharField(label=_("Title"))
    direction = forms.CharField(
        label=_("Direction"), required=False, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What this content is meant to achieve."),
    )  # fmt: skip
    audience = forms.CharField(label=_("Audience"), required=False, help_text=_("Whom it speaks to."))
    topic = forms.CharField(label=_("Topic"), required=False)
    content_type = forms.ChoiceField(label=_("Content type"), required=False, choices=[NOTHING_YET, *CONTENT_TYPES])
    medium = forms.ChoiceField(label=_("Form"), required=False, choices=[NOTHING_YET, *MEDIA])
    frequency = forms.ChoiceField(label=_("Frequency"), required=False, choices=[NOTHING_YET, *FREQUENCIES])
    planned_at = MomentField(label=_("Planned time"), required=False, widget=LocalDateTime)
    script_owner = forms.ModelChoiceField(label=_("Script owner"), queryset=User.objects.none(), required=False)

    def __init__(self, *args: Any, actor: User, item: PlanItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            names = [name for name in self.base_fields if name not in HIDDEN]
            kept = {"account": item.account_id, "version": item.lock_version}
            kwargs.setdefault("initial", {name: getattr(item, name) for name in names} | kept)
        super().__init__(*args, **kwargs)
        if item is None:
            del self.fields["version"]
        else:
            del self.fields["form_key"]
        account, owner = self.fields["account"], self.fields["script_owner"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101
        mine = PlatformAccount.objects.filter(pk__in=accounts_for(actor, "accounts.draft"))
        account.queryset = mine.filter(pk=item.account_id) if item else mine
        owner.queryset = User.objects.filter(is_active=True).order_by("username")

    def content(self) -> dict[str, Any]:
        """What was written, as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


class ChosenForm(forms.Form):
    """The plan items that were ticked in the list, each with the version that it showed: "17:3"."""

    item = forms.MultipleChoiceField()

    def __init__(self, data: QueryDict) -> None:
        given = dict.fromkeys(text for text in data.getlist("item")[:MOST_AT_ONCE] if CHOSEN.fullmatch(text))
        super().__init__(data)
        field = self.fields["item"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(text, text) for text in given]

    def clean_item(self) -> dict[int, int]:
        """Versions by the number of the item."""
        pairs = (text.split(":") for text in self.cleaned_data["item"])
        return {int(pk): int(version) for pk, version in pairs}


class PlanFilter(forms.Form):
    """What the list of plan items is narrowed by, beside its state."""

    q = forms.CharField(label=_("Words"), required=False, max_length=100, widget=forms.SearchInput)
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False, empty_label=_("All accounts")
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, account_ids: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        account = self.fields["account"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        account.queryset = PlatformAccount.objects.filter(pk__in=account_ids)

    def narrowed(self, rows: PlanItemQuerySet, user: User) -> PlanItemQuerySet:
        """The rows that the filter lets through; a part that makes no sense lets all through."""
        self.is_valid()
        data = self.cleaned_data
        if words := data.get("q"):
            rows = rows.filter(Q(title__icontains=words) | Q(topic__icontains=words))
        if data.get("account"):
            rows = rows.filter(account=data["account"])
        return rows.filter(Q(author=user) | Q(script_owner=user)) if data.get("mine") else rows

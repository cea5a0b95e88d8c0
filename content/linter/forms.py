"""The shape of a request to lint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PLATFORM_CHOICES, PlatformAccount
from content.drafts.rules import FLAG_CHOICES
from content.linter.findings import LintContext
from content.linter.services import context_for
from governance.public import packs_for

PACKS = ("douyin", "kuaishou_health", "self_media", "overseas")
CIRCUMSTANCES = ("ai_declared", "ad_declared", "has_goods", "health_food", "for_minors")

# Flags of a draft that are circumstances of its text.
FLAGGED = frozenset({"for_minors", "has_goods"})


class LintForm(forms.Form):
    """A text and where it is meant to go; `body` is heard where there is no `text`, as the editor sends it."""

    text = forms.CharField(label=_("text"), required=False, strip=False)
    title = forms.CharField(label=_("title"), required=False, strip=False)
    body = forms.CharField(label=_("text"), required=False, strip=False)
    hashtags = forms.CharField(label=_("hashtags"), required=False)
    platform = forms.MultipleChoiceField(label=_("platform"), choices=PLATFORM_CHOICES, required=False)
    pack = forms.MultipleChoiceField(label=_("rule book"), choices=[(pack, pack) for pack in PACKS], required=False)
    market = forms.CharField(label=_("market"), required=False, max_length=2)
    accounts = forms.ModelMultipleChoiceField(
        label=_("accounts"), queryset=PlatformAccount.objects.none(), required=False
    )
    account = forms.ModelChoiceField(label=_("account"), queryset=PlatformAccount.objects.none(), required=False)
    ai_declared = forms.BooleanField(required=False)
    ad_declared = forms.BooleanField(required=False)
    has_goods = forms.BooleanField(required=False)
    health_food = forms.BooleanField(required=False)
    for_minors = forms.BooleanField(required=False)
    flags = forms.MultipleChoiceField(required=False, choices=FLAG_CHOICES)

    def __init__(self, *args: Any, account_ids: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("account", "accounts"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)

    def clean(self) -> dict[str, Any]:
        """A flag of the draft that names a circumstance holds like one that was sent by itself."""
        data = self.cleaned_data
        for name in FLAGGED.intersection(data.get("flags", [])):
            data[name] = True
        return data

    def written(self) -> str:
        """The text to lint: one text, or the parts of a post as the editor sends them."""
        data = self.cleaned_data
        parts = (data["title"], data["body"], data["hashtags"])
        return str(data["text"]) or "\n".join(part for part in parts if part)

    def context(self) -> LintContext:
        """The circumstances: those of the accounts where there are any, else those named one by one."""
        data = self.cleaned_data
        circumstances = {name: data[name] for name in CIRCUMSTANCES}
        accounts = list({row.pk: row for row in (data["account"], *data["accounts"]) if row is not None}.values())
        if accounts:
            packs = {pack for account in accounts for pack in packs_for(account)}
            return context_for(accounts, packs={*packs, *data["pack"]}, **circumstances)
        return LintContext(
            pack=tuple(data["pack"]),
            platforms=tuple(data["platform"]),
            market=data["market"].upper() or "CN",
            **circumstances,
        )

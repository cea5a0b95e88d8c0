"""The shape of a request to lint."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.public import PLATFORM_CHOICES, PlatformAccount
from content.drafts.rules import FLAG_CHOICES
from content.linter.company import secret_terms
from content.linter.findings import LintContext
from content.linter.lexicon import lexicon_now
from content.linter.services import context_for
from governance.public import KnownRows, known_number, packs_for, today

PACKS = ("douyin", "kuaishou_health", "self_media", "overseas")
CIRCUMSTANCES = ("ai_declared", "ad_declared", "has_goods", "health_food", "for_minors")

# More pictures than any platform takes in a post.
DESCRIPTIONS_MOST = 50

# Flags of a draft that are circumstances of its text.
FLAGGED = frozenset({"for_minors", "has_goods"})


class LintForm(forms.Form):
    """A text and where it is meant to go; without `text` the fields of an editor are heard by their own names."""

    text = forms.CharField(label=_("text"), required=False, strip=False)
    title = forms.CharField(label=_("title"), required=False, strip=False)
    body = forms.CharField(label=_("text"), required=False, strip=False)
    hashtags = forms.CharField(label=_("hashtags"), required=False)
    corrected_text = forms.CharField(label=_("text"), required=False, strip=False)
    platform = forms.MultipleChoiceField(label=_("platform"), choices=PLATFORM_CHOICES, required=False)
    pack = forms.MultipleChoiceField(label=_("rule book"), choices=[(pack, pack) for pack in PACKS], required=False)
    market = forms.CharField(label=_("market"), required=False, max_length=2)
    accounts = KnownRows(label=_("accounts"), queryset=PlatformAccount.objects.none(), required=False)
    account = forms.ModelChoiceField(label=_("account"), queryset=PlatformAccount.objects.none(), required=False)
    ai_declared = forms.BooleanField(required=False)
    ad_declared = forms.BooleanField(required=False)
    has_goods = forms.BooleanField(required=False)
    health_food = forms.BooleanField(required=False)
    for_minors = forms.BooleanField(required=False)
    flags = forms.MultipleChoiceField(required=False, choices=FLAG_CHOICES)
    assets = forms.MultipleChoiceField(required=False)

    def __init__(self, *args: Any, account_ids: frozenset[int] = frozenset(), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("account", "accounts"):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
            field.queryset = PlatformAccount.objects.filter(pk__in=account_ids)
        files = self.fields["assets"]
        assert isinstance(files, forms.MultipleChoiceField)  # noqa: S101
        # Which files there are is not asked: only what is written about those that are ticked.
        ticked = self.data.getlist("assets") if isinstance(self.data, QueryDict) else ()
        files.choices = [(number, number) for number in ticked if known_number(number) is not None]

    def clean(self) -> dict[str, Any]:
        """A flag of the draft that names a circumstance holds like one that was sent by itself."""
        data = self.cleaned_data
        for name in FLAGGED.intersection(data.get("flags", [])):
            data[name] = True
        return data

    def written(self) -> str:
        """The text to lint: one text, or the parts of a post as the editor sends them."""
        return "\n".join(text for _name, text in self.parts())

    def parts(self) -> list[tuple[str, str]]:
        """The fields that hold something, by name."""
        data = self.cleaned_data
        names = ("text",) if data["text"] else ("title", "body", "hashtags", "corrected_text")
        return [(name, str(data[name])) for name in names if data[name]]

    def descriptions(self) -> list[tuple[str, str]]:
        """What is written about the pictures that are ticked, by the name of its field; the first ones only."""
        names = [f"descriptions_{number}" for number in dict.fromkeys(self.cleaned_data["assets"])]
        return [(name, text) for name in names[:DESCRIPTIONS_MOST] if (text := str(self.data.get(name) or ""))]

    def context(self) -> LintContext:
        """The circumstances: those of the accounts where there are any, else those named one by one."""
        data = self.cleaned_data
        circumstances = {name: data[name] for name in CIRCUMSTANCES}
        now: dict[str, Any] = {"stage": "writing", "day": today(None)}
        accounts = list({row.pk: row for row in (data["account"], *data["accounts"]) if row is not None}.values())
        if accounts:
            packs = {pack for account in accounts for pack in packs_for(account)}
            return context_for(accounts, packs={*packs, *data["pack"]}, **now, **circumstances)
        return LintContext(
            pack=tuple(data["pack"]),
            platforms=tuple(data["platform"]),
            market=data["market"].upper() or "CN",
            secret_terms=secret_terms(),
            lexicon=lexicon_now(),
            **now,
            **circumstances,
        )

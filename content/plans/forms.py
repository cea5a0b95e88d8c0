"""The shape of a plan item."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount, User
from content.drafts.forms import LocalDateTime, PageVersion, WordedForm
from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.plans.models import PlanItem
from content.plans.rules import FREQUENCIES
from governance.public import MomentField, accounts_for

NOTHING_YET = ("", _("Not chosen yet"))


class PlanForm(WordedForm):
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
            names = [name for name in self.base_fields if name not in ("account", "version")]
            kept = {"account": item.account_id, "version": item.lock_version}
            kwargs.setdefault("initial", {name: getattr(item, name) for name in names} | kept)
        super().__init__(*args, **kwargs)
        if item is None:
            del self.fields["version"]
        account, owner = self.fields["account"], self.fields["script_owner"]
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        assert isinstance(owner, forms.ModelChoiceField)  # noqa: S101
        mine = PlatformAccount.objects.filter(pk__in=accounts_for(actor, "accounts.draft"))
        account.queryset = mine.filter(pk=item.account_id) if item else mine
        owner.queryset = User.objects.filter(is_active=True).order_by("username")

    def content(self) -> dict[str, Any]:
        """What was written, as the services take it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("account", "version")}

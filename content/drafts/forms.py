"""The shapes of drafts and of everything that is written about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.forms.renderers import TemplatesSetting
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from accounts.public import Department, PlatformAccount, User
from content.drafts.choices import FileChoice, PlanChoice, files_offered, number_of, numbers_of, plans_offered
from content.drafts.content import DraftContent
from content.drafts.models import Draft
from content.drafts.rules import ALT_LIMIT, CONTENT_TYPES, FLAGS, MEDIA, ORIGINALITY, PLAN_WINDOW
from content.media.models import MediaAsset
from content.plans.models import PlanItem
from governance.public import KnownRows, MomentField, OnceForm, WordedForm, accounts_for

LOCAL = "%Y-%m-%dT%H:%M"


class PageVersion(forms.IntegerField):
    """The `lock_version` that the page showed. Needed: a step without it would pass over what nobody looked at."""

    widget = forms.HiddenInput
    default_error_messages = {
        "required": _("This page came in incomplete. Please load it again and repeat the step."),
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(min_value=0, max_value=2**31 - 1, **kwargs)


class OverwriteForm(forms.Form):
    """The version that somebody saw beside their own text and chose to replace."""

    overwrite = PageVersion(required=False)

    def version(self, shown: int) -> int:
        """The version that a change is meant for: the one to replace, else the one that the page showed."""
        chosen = self.cleaned_data["overwrite"] if self.is_valid() else None
        return shown if chosen is None else chosen


class LocalDateTime(forms.DateTimeInput):
    """A date and time on the reader's clock."""

    input_type = "datetime-local"

    def __init__(self) -> None:
        super().__init__(format=LOCAL)


class ClaimsWidget(forms.Widget):
    """Rows of statement and source; two empty ones are always offered."""

    template_name = "content/drafts/_claims.html"
    empty_rows = 2

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["rows"] = [*(value or []), *({"text": "", "source": ""} for _row in range(self.empty_rows))]
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, str]]:
        pairs = zip(data.getlist(f"{name}_text"), data.getlist(f"{name}_source"), strict=False)
        return [{"text": text, "source": source} for text, source in pairs]

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Rendered from the house's templates, where the form renderer does not look."""
        return super().render(name, value, attrs, TemplatesSetting())

    def id_for_label(self, id_: str) -> str:
        return f"{id_}_0"


class DescriptionsWidget(forms.Widget):
    """One line for each picture: what it shows, for those who do not see it; pictures of the draft stand first."""

    template_name = "content/drafts/_descriptions.html"
    pictures: Sequence[MediaAsset] = ()
    used: frozenset[int] = frozenset()

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        lines = [(picture, (value or {}).get(picture.pk, "")) for picture in self.pictures]
        context["mine"] = [line for line in lines if line[0].pk in self.used]
        context["others"] = [line for line in lines if line[0].pk not in self.used]
        context["limit"] = ALT_LIMIT
        return context

    def value_from_datadict(self, data: Any, files: Any, name: str) -> dict[int, str]:
        sent = {picture.pk: data.get(f"{name}_{picture.pk}") for picture in self.pictures}
        return {number: text for number, text in sent.items() if text is not None}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """Rendered from the house's templates, where the form renderer does not look."""
        return super().render(name, value, attrs, TemplatesSetting())

    def id_for_label(self, id_: str) -> str:
        return ""


class DraftForm(OnceForm):
    """What an author writes."""

    version = PageVersion()
    account = forms.ModelChoiceField(label=_("Leading account"), queryset=PlatformAccount.objects.none())
    accounts = KnownRows(
        label=_("Also on"), queryset=PlatformAccount.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    plan_item = PlanChoice(
        label=_("Plan item"), queryset=PlanItem.objects.none(), required=False,
        help_text=_("Approved plan items whose time is not over and that were not published yet, the next first."),
    )  # fmt: skip
    urgent_reason = forms.CharField(
        label=_("Urgent reason"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Instead of a plan item; your superior or a plan approver has to approve it."),
    )  # fmt: skip
    title = forms.CharField(label=_("Title"), strip=False)
    body = forms.CharField(
        label=_("Text"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 14, "dir": "auto"})
    )
    content_type = forms.ChoiceField(label=_("Content type"), choices=CONTENT_TYPES)
    medium = forms.ChoiceField(label=_("Medium"), choices=MEDIA)
    hashtags = forms.CharField(
        label=_("Hashtags"), required=False, help_text=_("Separated by commas or spaces, without the mark.")
    )
    no_hashtag_reason = forms.CharField(label=_("Why no hashtag"), required=False)
    claims = forms.Field(
        label=_("Statements of fact"), required=False, widget=ClaimsWidget,
        help_text=_("Figures, dates, promises, comparisons: each with its source, or the final review refuses it."),
    )  # fmt: skip
    assets = FileChoice(
        label=_("Files"), queryset=MediaAsset.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_(
            "Each with the account that it was uploaded for. Our own and public ones may go on every account, a "
            "licensed one only on that account."
        ),
    )  # fmt: skip
    descriptions = forms.Field(
        label=_("Descriptions of pictures"), required=False, widget=DescriptionsWidget,
        help_text=_("What a picture shows, for those who do not see it. It goes out with the picture."),
    )  # fmt: skip
    originality = forms.ChoiceField(
        label=_("Originality"), choices=ORIGINALITY, required=False,
        help_text=_("Needed before you submit; reviewers see it, and every signature covers it."),
    )  # fmt: skip
    outside_material = forms.CharField(
        label=_("Material from outside"), required=False, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One per line: what it is, whose it is, where it comes from. Files from outside need a licence."),
    )  # fmt: skip
    window_start = MomentField(label=_("Not before"), required=False, widget=LocalDateTime)
    window_end = MomentField(label=_("Not after"), required=False, widget=LocalDateTime)
    event_at = MomentField(
        label=_("Time of the event"), required=False, widget=LocalDateTime,
        help_text=_("For news and hot topics: when it happened. From then on its shelf life runs."),
    )  # fmt: skip
    ai_declared = forms.BooleanField(label=_("Made or altered with AI"), required=False)
    ad_declared = forms.BooleanField(label=_("This is advertising"), required=False)
    flags = forms.MultipleChoiceField(
        label=_("Flags"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(flag.code, flag.label) for flag in FLAGS],
        help_text=_("A flag may ask for one more signature; you see them all before you submit."),
    )  # fmt: skip
    units = forms.ModelMultipleChoiceField(
        label=_("Units named"), queryset=Department.objects.none(), required=False, to_field_name="code",
        widget=forms.CheckboxSelectMultiple, help_text=_("Each unit named confirms its facts."),
    )  # fmt: skip

    def __init__(self, *args: Any, actor: User, draft: Draft | None = None, **kwargs: Any) -> None:
        if draft is not None:
            kwargs.setdefault("initial", initial_of(draft))
        super().__init__(*args, **kwargs)
        if draft is None:
            del self.fields["version"]
        else:
            del self.fields["form_key"]
        mine = PlatformAccount.objects.filter(pk__in=accounts_for(actor, "accounts.draft"))
        self._offer("account", mine.filter(pk=draft.account_id) if draft else mine)
        self._offer("accounts", mine)
        plans = PlanItem.objects.filter(account__in=mine).select_related("account")
        account = number_of(self["account"].value())
        kept = number_of(self["plan_item"].value())
        self._offer("plan_item", plans_offered(plans, account, kept, own=draft))
        used = set(draft.asset_rows.values_list("asset_id", flat=True)) if draft else set()
        chosen = numbers_of(self["assets"].value())
        places = numbers_of([account, *(self["accounts"].value() or ())])
        offered = files_offered(actor, used, chosen, places)
        self._offer("assets", offered)
        self._describe([row for row in offered if row.kind == "image"], used | chosen)
        self._offer("units", Department.objects.filter(is_active=True))

    def _offer(self, name: str, queryset: QuerySet[Any]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        field.queryset = queryset

    def _describe(self, pictures: Sequence[MediaAsset], used: Iterable[int]) -> None:
        """A line for each picture that can be chosen; without pictures there is nothing to describe."""
        if not pictures:
            del self.fields["descriptions"]
            return
        widget = self.fields["descriptions"].widget
        assert isinstance(widget, DescriptionsWidget)  # noqa: S101
        widget.pictures, widget.used = pictures, frozenset(used)

    def content(self) -> DraftContent:
        """What was written, as the services take it."""
        data = dict(self.cleaned_data)
        data.pop("account")
        data.pop("version", None)
        data.pop("form_key", None)
        data["hashtags"] = [tag for tag in data["hashtags"].replace("，", ",").replace(",", " ").split() if tag]
        data["units"] = [unit.code for unit in data["units"]]
        return data  # type: ignore[return-value]


def initial_from(item: PlanItem) -> dict[str, Any]:
    """The form of a draft that begins with a plan item: what the plan said already."""
    window: dict[str, Any] = {}
    if item.planned_at:
        before, after = PLAN_WINDOW
        window = {"window_start": item.planned_at - before, "window_end": item.planned_at + after}
    said = {"title": item.title, "content_type": item.content_type, "medium": item.medium, **window}
    return {"plan_item": item.pk, "account": item.account_id, **{name: value for name, value in said.items() if value}}


def initial_of(draft: Draft) -> dict[str, Any]:
    """The form of a stored draft."""
    same = (
        "account", "plan_item", "urgent_reason", "title", "body", "content_type", "medium", "no_hashtag_reason",
        "claims", "originality", "outside_material", "window_start", "window_end", "event_at", "ai_declared",
        "ad_declared", "flags", "units",
    )  # fmt: skip
    return {
        **{name: getattr(draft, name) for name in same},
        "version": draft.lock_version,
        "accounts": [row.account_id for row in draft.target_rows.all() if row.account_id != draft.account_id],
        "assets": [row.asset_id for row in draft.asset_rows.all()],
        "descriptions": {row.asset_id: row.alt for row in draft.asset_rows.all()},
        "hashtags": ", ".join(draft.hashtags),
    }


class SubmitForm(WordedForm):
    """Submitting, with the words to legal where something blocks."""

    version = PageVersion()
    override_reason = forms.CharField(
        label=_("Why legal should let it pass"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class NoteForm(WordedForm):
    """A note, and the version that the page showed."""

    note = forms.CharField(label=_("Reason or note"), widget=forms.Textarea(attrs={"rows": 3}))
    version = PageVersion()


class DraftFilter(forms.Form):
    """What the list of drafts is narrowed by."""

    status = forms.ChoiceField(label=_("Status"), required=False)
    account = forms.ModelChoiceField(
        label=_("Account"), queryset=PlatformAccount.objects.none(), required=False, empty_label=_("All accounts")
    )
    mine = forms.BooleanField(label=_("Only mine"), required=False)

    def __init__(self, *args: Any, account_ids: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        status, account = self.fields["status"], self.fields["account"]
        assert isinstance(status, forms.ChoiceField)  # noqa: S101
        assert isinstance(account, forms.ModelChoiceField)  # noqa: S101
        status.choices = [("", _("All states")), *Draft.machine.choices]
        account.queryset = PlatformAccount.objects.filter(pk__in=account_ids)

    def narrowed(self, rows: QuerySet[Draft], user: Any) -> QuerySet[Draft]:
        """The rows that the filter lets through; a filter that makes no sense lets all through."""
        if not self.is_valid():
            return rows
        data = self.cleaned_data
        if data["status"]:
            rows = rows.filter(status=data["status"])
        if data["account"]:
            rows = rows.filter(account=data["account"])
        return rows.filter(author=user) if data["mine"] else rows

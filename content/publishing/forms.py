"""The shapes of scheduling, preflight, publication, withdrawal and checkpoint notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.drafts.forms import LocalDateTime, PageVersion
from content.publishing.rules import PREFLIGHT_LABELS
from governance.public import MomentField, WordedForm


class ScheduleForm(WordedForm):
    """When it goes out."""

    scheduled_at = MomentField(label=_("Time of release"), widget=LocalDateTime)
    version = PageVersion()


class PreflightForm(WordedForm):
    """What the publisher ticks just before release."""

    items = forms.MultipleChoiceField(
        label=_("Check before release"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(item, PREFLIGHT_LABELS.get(item, item)) for item in items]


class PublicationForm(WordedForm):
    """Where the post stands, and the proof."""

    url = forms.CharField(label=_("Address of the post"), widget=forms.URLInput)
    external_id = forms.CharField(label=_("Number on the platform"), required=False)
    published_at = MomentField(
        label=_("Published at"), required=False, widget=LocalDateTime, help_text=_("Empty means now.")
    )
    published_text = forms.CharField(
        label=_("Text as published"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("Copy it from the platform: it is compared with the text that was signed."),
    )  # fmt: skip
    differing_confirmed = forms.BooleanField(
        label=_("The text differs from what was signed, and I record it as it stands"), required=False,
        widget=forms.HiddenInput,
    )  # fmt: skip
    proof = forms.FileField(
        label=_("Proof picture"), required=False,
        help_text=_("A screenshot of the post. Without it the record is marked “proof missing” until you add it."),
    )  # fmt: skip

    def ask_for_confirmation(self) -> None:
        """Show the box with which somebody says that they saw the difference."""
        self.fields["differing_confirmed"].widget = forms.CheckboxInput()


class CompletionForm(WordedForm):
    """What a record still lacked."""

    published_text = forms.CharField(
        label=_("Text as it stands now"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy it from the platform: it is compared with the text that was signed."),
    )  # fmt: skip
    proof = forms.FileField(label=_("Proof picture"), required=False, help_text=_("A screenshot of the post."))


class ReasonForm(WordedForm):
    """Why a post was taken down."""

    reason = forms.CharField(label=_("Why withdrawn"), widget=forms.Textarea(attrs={"rows": 3}))


class CheckpointForm(WordedForm):
    """What figures and feedback say."""

    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Figures, feedback, and what follows from them."),
    )  # fmt: skip

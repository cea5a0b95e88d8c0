"""The shapes of scheduling, preflight, publication, withdrawal and checkpoint notes."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from content.drafts.forms import LocalDateTime, PageVersion
from content.publishing.comparing import TextDiffers
from content.publishing.hosts import ForeignHost
from content.publishing.rules import PREFLIGHT_LABELS, SLOT_REASON_LIMIT, TAG_REASON_LIMIT
from governance.public import MomentField, OnceForm, Refused, WordedForm

# What is recorded all the same where somebody ticks the box that stands for it.
CONFIRMATIONS: dict[type[Refused], str] = {TextDiffers: "differing_confirmed", ForeignHost: "host_confirmed"}


class DifferingConfirmed(forms.BooleanField):
    """The box by which somebody says that they saw in what the published text differs."""

    widget = forms.HiddenInput

    def __init__(self) -> None:
        label = _("The text differs from what was signed, and I record it as it stands")
        super().__init__(label=label, required=False)


class ConfirmedForm(WordedForm):
    """A form with hidden boxes, each shown once what it stands for is refused; one ticked before stays shown."""

    def refuse(self, refusal: Refused) -> None:
        """The sentence, with the box by which somebody says that they saw what it says."""
        super().refuse(refusal)
        for kind, box in CONFIRMATIONS.items():
            if box in self.fields and (isinstance(refusal, kind) or self.cleaned_data.get(box)):
                self.fields[box].widget = forms.CheckboxInput()


class ScheduleForm(WordedForm):
    """When it goes out."""

    scheduled_at = MomentField(label=_("Time of release"), widget=LocalDateTime)
    slot_reason = forms.CharField(
        label=_("Why another time than those proposed"), required=False, max_length=SLOT_REASON_LIMIT,
    )  # fmt: skip
    version = PageVersion()


class PreflightForm(OnceForm):
    """What the publisher ticks just before release."""

    items = forms.MultipleChoiceField(
        label=_("Check before release"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, items: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)  # noqa: S101
        field.choices = [(item, PREFLIGHT_LABELS.get(item, item)) for item in items]


class PublicationForm(ConfirmedForm):
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
    no_tag_reason = forms.CharField(
        label=_("Why no hashtag"), required=False, max_length=TAG_REASON_LIMIT,
        help_text=_("Needed only where the draft has too few hashtags and gives no reason."),
    )  # fmt: skip
    slot_reason = forms.CharField(
        label=_("Why another time than those proposed"), required=False, max_length=SLOT_REASON_LIMIT,
        help_text=_("Needed only where times are proposed above and nobody set the time of this post."),
    )  # fmt: skip
    differing_confirmed = DifferingConfirmed()
    host_confirmed = forms.BooleanField(
        label=_("The address leads to another site, and it is right"), required=False, widget=forms.HiddenInput
    )
    proof = forms.FileField(
        label=_("Proof picture"), required=False,
        help_text=_("A screenshot of the post. Without it the record is marked “proof missing” until you add it."),
    )  # fmt: skip


class CompletionForm(ConfirmedForm):
    """What a record still lacked."""

    published_text = forms.CharField(
        label=_("Text as it stands now"), required=False, strip=False, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Copy it from the platform: it is compared with the text that was signed."),
    )  # fmt: skip
    differing_confirmed = DifferingConfirmed()
    proof = forms.FileField(label=_("Proof picture"), required=False, help_text=_("A screenshot of the post."))
    no_tag_reason = forms.CharField(label=_("Why no hashtag"), required=False, max_length=TAG_REASON_LIMIT)


class ReasonForm(WordedForm):
    """Why a post was taken down, and the picture that shows it."""

    reason = forms.CharField(label=_("Why withdrawn"), widget=forms.Textarea(attrs={"rows": 3}))
    proof = forms.FileField(
        label=_("Proof picture"), required=False,
        help_text=_("A screenshot that shows that the post is gone. Without it the record is marked."),
    )  # fmt: skip


class GoneForm(WordedForm):
    """The picture that a withdrawal lacked."""

    proof = forms.FileField(
        label=_("Proof picture"), required=False, help_text=_("A screenshot that shows that the post is gone.")
    )


class CheckpointForm(WordedForm):
    """What figures and feedback say."""

    note = forms.CharField(
        label=pgettext_lazy("remark", "Note"), widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Figures, feedback, and what follows from them."),
    )  # fmt: skip

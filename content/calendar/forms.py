"""The shape of moving a post on the calendar."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from content.drafts.forms import LocalDateTime, PageVersion
from content.publishing.rules import SLOT_REASON_LIMIT
from governance.public import MomentField, Refused, WordedForm


class MoveForm(WordedForm):
    """When it goes out instead."""

    moment = MomentField(label=_("Time of release"), widget=LocalDateTime)
    slot_reason = forms.CharField(
        label=_("Why another time than those proposed"), required=False, max_length=SLOT_REASON_LIMIT
    )
    version = PageVersion()

    def refuse(self, refusal: Refused) -> None:
        """What is said of the time of release stands beside the field of this form."""
        super().refuse(Refused(refusal.sentence, field="moment") if refusal.field == "scheduled_at" else refusal)

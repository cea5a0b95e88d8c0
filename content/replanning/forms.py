"""The shape of planning again."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from content.drafts.forms import LocalDateTime, PageVersion
from governance.public import MomentField, WordedForm


class ReplanForm(WordedForm):
    """Another window."""

    version = PageVersion()
    window_start = MomentField(label=_("Not before"), widget=LocalDateTime)
    window_end = MomentField(label=_("Not after"), widget=LocalDateTime)

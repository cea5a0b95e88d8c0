"""The shape of a comment and of the place that it hangs on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from content.comments.anchors import Anchor, Unit
from content.comments.rules import ASSET, PARTS, POST, TEXT_LIMIT, WORDS
from content.media.models import MediaAsset
from governance.public import OnceForm

SHOWN = 60
PLACE = re.compile(r"(title|body):(\d{1,7})-(\d{1,7})")
PERCENT = Decimal(10)
REGION = ("left", "top", "width", "height")


def _percent(label: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, max_digits=4, decimal_places=1,
        widget=forms.NumberInput(attrs={"step": "0.1"}),
    )  # fmt: skip


class CommentForm(OnceForm):
    """One comment on the version that the page shows."""

    sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    anchor = forms.CharField(label=_("About"), required=False, widget=forms.Select(attrs={"data-anchors": ""}))
    start = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    end = forms.IntegerField(required=False, min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)
    left = _percent(_("From the left, %"))
    top = _percent(_("From the top, %"))
    width = _percent(_("Width, %"))
    height = _percent(_("Height, %"))
    second = forms.DecimalField(
        label=_("At second"), required=False, min_value=0, max_digits=8, decimal_places=3,
        widget=forms.NumberInput(attrs={"step": "0.001"}),
    )  # fmt: skip
    text = forms.CharField(
        label=_("Comment"), max_length=TEXT_LIMIT, widget=forms.Textarea(attrs={"rows": 3, "data-key": "c"})
    )

    def __init__(self, *args: Any, units: Iterable[Unit], assets: Iterable[MediaAsset], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.assets = {asset.pk: asset for asset in assets}
        parts = dict(PARTS)
        widget: Any = self.fields["anchor"].widget
        widget.choices = [
            (POST, parts[POST]),
            *((unit.value, unit.text.strip()[:SHOWN]) for unit in units),
            *((f"{ASSET}:{asset.pk}", asset.shown_name) for asset in self.assets.values()),
        ]

    def anchor_of(self) -> Anchor:
        """Where the comment points; an unreadable place is the post itself, a wrong one the service refuses."""
        data = self.cleaned_data
        chosen = data["anchor"] or POST
        words = PLACE.fullmatch(chosen)
        if words and words[1] in WORDS:
            start, end = int(words[2]), int(words[3])
            inside = data["start"] is not None and data["end"] is not None and start <= data["start"] < data["end"]
            if inside and data["end"] <= end:
                start, end = data["start"], data["end"]
            return Anchor(words[1], start=start, end=end)
        if chosen.startswith(f"{ASSET}:"):
            number = chosen.partition(":")[2]
            asset = self.assets.get(int(number)) if number.isdecimal() and len(number) < len("1" * 18) else None
            parts = [data[name] for name in REGION]
            region = None if None in parts else tuple(int(value * PERCENT) for value in parts)
            second = data["second"]
            return Anchor(ASSET, asset=asset, region=region, moment_ms=None if second is None else int(second * 1000))  # type: ignore[arg-type]
        return Anchor(chosen)


class WordForm(OnceForm):
    """An answer in a thread."""

    text = forms.CharField(label=_("Answer"), max_length=TEXT_LIMIT, required=False)

"""Shapes of what is written about a prize draw."""

from __future__ import annotations

import csv
import io
import re
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.public import User
from content.campaigns.models import Campaign
from content.campaigns.terms import prizes_of
from content.drafts.forms import LocalDateTime, PageVersion
from content.draws.models import Draw
from content.draws.planning import PrizeRow, limit_words
from content.draws.rules import SOURCE_CHOICES
from content.draws.verifying import MOST_PIECES, MOST_RESERVES
from content.draws.witnesses import carried_out_by
from governance.public import MEBIBYTE, MomentField, OnceForm, WordedForm

HIDDEN = ("version", "form_key")
LARGEST_LIST = 8 * MEBIBYTE
PARTS_OF_PRIZE = 3
FIGURES = re.compile(r"-?\d{1,12}(\.\d+)?")


class ReplacementForm(OnceForm):
    """When and by which public value a draw is held, and who witnesses it."""

    draws_at = MomentField(label=gettext_lazy("Time of the draw"), widget=LocalDateTime)
    source = forms.ChoiceField(
        label=gettext_lazy("Public value"), choices=SOURCE_CHOICES,
        help_text=gettext_lazy("A value of the future that nobody here can choose."),
    )  # fmt: skip
    reference = forms.CharField(
        label=gettext_lazy("Reference"), max_length=20,
        help_text=gettext_lazy("The round of drand, or the day of the lottery or of trading, as in 2026-06-30."),
    )  # fmt: skip
    deliver_by = MomentField(label=gettext_lazy("Prizes delivered by"), widget=LocalDateTime)
    witness = forms.ModelChoiceField(label=gettext_lazy("Witness"), queryset=User.objects.none())

    def __init__(self, *args: Any, campaign: Campaign, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["witness"]
        assert isinstance(field, forms.ModelChoiceField)  # noqa: S101
        barred = [campaign.author_id, campaign.owner_id, *campaign.editors, actor.pk]
        field.queryset = User.objects.filter(is_active=True).exclude(pk__in=barred).order_by("username")

    def content(self) -> dict[str, Any]:
        """What was written, as the service takes it."""
        return {name: value for name, value in self.cleaned_data.items() if name not in HIDDEN}


def number_of(text: str) -> Decimal | None:
    """The number that was written in figures and a point; None for anything else."""
    return Decimal(text) if FIGURES.fullmatch(text) else None


class DrawForm(ReplacementForm):
    """A draw as it is announced; prizes one a line."""

    version = PageVersion(required=False)
    title = forms.CharField(label=gettext_lazy("Title"))
    prizes = forms.CharField(label=gettext_lazy("Prizes of the draw"), widget=forms.Textarea(attrs={"rows": 4}))
    reserves = forms.IntegerField(
        label=gettext_lazy("Places in reserve"), min_value=0, max_value=MOST_RESERVES, initial=2
    )
    field_order = (
        "version", "form_key", "title", "draws_at", "source", "reference", "prizes", "reserves", "deliver_by",
        "witness",
    )  # fmt: skip

    def __init__(self, *args: Any, campaign: Campaign, actor: User, draw: Draw | None = None, **kwargs: Any) -> None:
        if draw is not None:
            names = ("title", "draws_at", "source", "reference", "reserves", "deliver_by", "witness")
            lines = [f"{row['name']} | {row['quantity']} | {row['worth']}" for row in prizes_of(draw)]
            kwargs.setdefault(
                "initial",
                {name: getattr(draw, name) for name in names}
                | {"prizes": "\n".join(lines), "version": draw.lock_version},
            )
        super().__init__(*args, campaign=campaign, actor=actor, **kwargs)
        self.campaign = campaign
        words = _("One kind a line, the first prize first: name | pieces | worth of a piece in %(currency)s.")
        self.fields["prizes"].help_text = " ".join([words % {"currency": campaign.currency}, *limit_words(campaign)])
        if draw is not None:
            del self.fields["form_key"]

    def clean_prizes(self) -> list[PrizeRow]:
        """The prizes; a line that does not fit is named by its number, with what is expected there."""
        lines = enumerate(self.cleaned_data["prizes"].splitlines(), start=1)
        return [self._prize(number, line) for number, line in lines if line.strip()]

    def _prize(self, number: int, line: str) -> PrizeRow:
        parts = [part.strip() for part in line.replace("\uff5c", "|").split("|")]
        if len(parts) != PARTS_OF_PRIZE:
            raise forms.ValidationError(
                _("Line %(line)d: please write name | pieces | worth, as in “Cup | 3 | 59.00”."),
                params={"line": number},
            )
        name, pieces, worth = parts
        quantity, amount = number_of(pieces), number_of(worth)
        if quantity is None or quantity != int(quantity) or not 1 <= quantity <= MOST_PIECES:
            raise forms.ValidationError(
                _("Line %(line)d: “%(given)s” is no number of pieces. Write a whole number from 1 to %(most)d."),
                params={"line": number, "given": pieces, "most": MOST_PIECES},
            )
        if amount is None or amount < 0 or amount != round(amount, 2):
            raise forms.ValidationError([
                forms.ValidationError(
                    _("Line %(line)d: “%(given)s” is no worth. Write what one piece is worth in %(currency)s, in"
                      " figures alone and with at most two decimals, as in 59.00."),
                    params={"line": number, "given": worth, "currency": self.campaign.currency},
                ),
                *limit_words(self.campaign),
            ])  # fmt: skip
        return PrizeRow(name, int(quantity), amount, self.campaign.currency)


class ListForm(WordedForm):
    """The participants: typed, or the first column of a text or CSV file."""

    version = PageVersion()
    handles = forms.CharField(
        label=gettext_lazy("Participants"), required=False, widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("One name a line, as the platform shows it."),
    )  # fmt: skip
    file = forms.FileField(
        label=gettext_lazy("Or a file"), required=False,
        help_text=gettext_lazy("Text or CSV; the first column is taken, up to 8 MB."),
    )  # fmt: skip

    def clean_file(self) -> list[str]:
        """The first column of the file."""
        upload = self.cleaned_data["file"]
        if not upload:
            return []
        if upload.size > LARGEST_LIST:
            raise forms.ValidationError(_("The file is larger than 8 MB. Please send the names alone."))
        raw = upload.read()
        if b"\0" in raw:
            raise forms.ValidationError(_("This is no text file. Please save the list as CSV in UTF-8."))
        for encoding in ("utf-8-sig", "gb18030"):
            try:
                text = raw.decode(encoding)
                return [row[0] for row in csv.reader(io.StringIO(text)) if row]
            except (UnicodeDecodeError, csv.Error):
                continue
        raise forms.ValidationError(_("This is no text file. Please save the list as CSV in UTF-8."))

    def names(self) -> list[str]:
        """All participants."""
        return [*self.cleaned_data["handles"].splitlines(), *self.cleaned_data.get("file", [])]


class HoldForm(WordedForm):
    """The public value."""

    version = PageVersion()
    value = forms.CharField(label=gettext_lazy("Public value"), max_length=128)
    signature = forms.CharField(
        label=gettext_lazy("Signature"), required=False, max_length=256,
        help_text=gettext_lazy("Of drand, where there is one: the value must be its SHA-256."),
    )  # fmt: skip


class WitnessForm(WordedForm):
    """The word of the witness."""

    version = PageVersion()
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 2}))


class WitnessChangeForm(WordedForm):
    """Who else witnesses the draw, and why."""

    witness = forms.ModelChoiceField(label=gettext_lazy("Another witness"), queryset=User.objects.none())
    reason = forms.CharField(
        label=gettext_lazy("Reason, which everybody reads"), widget=forms.Textarea(attrs={"rows": 2})
    )

    def __init__(self, *args: Any, draw: Draw, actor: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["witness"]
        campaign = draw.campaign
        barred = {campaign.owner_id, *campaign.writers, actor.pk, draw.witness_id, *carried_out_by(draw)}
        known = [pk for pk in barred if pk is not None]
        people.queryset = User.objects.filter(is_active=True).exclude(pk__in=known).order_by("username")


class SeenWitnessForm(WordedForm):
    """The witness whom somebody saw asked for when they agreed."""

    witness = forms.IntegerField(
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("This form is not complete. Please load the page and send it again.")
        },
    )


class StepForm(WordedForm):
    """A step with its reason."""

    version = PageVersion()
    note = forms.CharField(label=gettext_lazy("Reason or note"), required=False)


class RejectForm(StepForm):
    """Why the witness says that the public value is wrong."""

    note = forms.CharField(
        label=gettext_lazy("Reason, which everybody reads"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )


class NoteForm(WordedForm):
    """How a prize was delivered, why it is passed on, how a winner is reached."""

    note = forms.CharField(label=gettext_lazy("In words"), required=False)


class CodeForm(WordedForm):
    """Whose code is looked up."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=100)

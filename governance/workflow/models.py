"""The reasons that people gave with a move (ASVS 16; the ledger itself holds no words of people)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class MoveNote(models.Model):
    """Why somebody made a move. Its ledger entry says who, what and when. Never changed, never deleted."""

    entry = models.OneToOneField(
        "governance.LedgerEntry", models.PROTECT, related_name="move_note", verbose_name=_("ledger entry")
    )
    move = models.CharField(_("move"), max_length=40)
    text = models.TextField(_("why"))

    class Meta:
        verbose_name = _("reason for a move")
        verbose_name_plural = _("reasons for moves")
        default_permissions = ("view",)
        constraints = [models.CheckConstraint(condition=~models.Q(text=""), name="move_note_says_something")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.move}"

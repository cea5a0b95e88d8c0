"""That a stale draft still holds: who says so, of which version (R-048)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Reconfirmation(models.Model):
    """Somebody who did not write it looked at a signed version again: it still holds; written once."""

    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="reconfirmations")
    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="reconfirmations")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    note = models.TextField(_("what was looked at"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("confirmed by")
    )
    confirmed_at = models.DateTimeField(_("confirmed at"))
    fresh_until = models.DateTimeField(_("fresh until"))

    class Meta:
        verbose_name = _("reconfirmation")
        verbose_name_plural = _("reconfirmations")
        default_permissions = ("view",)
        ordering = ["-confirmed_at", "-pk"]
        indexes = [models.Index(fields=["version", "-fresh_until"], name="reconfirmation_newest")]
        constraints = [
            models.CheckConstraint(condition=~Q(note=""), name="reconfirmation_with_note"),
            models.CheckConstraint(condition=~Q(confirmed_by=F("author")), name="reconfirmation_by_another"),
            models.CheckConstraint(
                condition=Q(fresh_until__gt=F("confirmed_at")), name="reconfirmation_renews_shelf_life"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.confirmed_at:%Y-%m-%d %H:%M}"

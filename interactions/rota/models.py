"""Who looks after an account's comments and direct messages, and when (R-059, D-4.1.1a, K-3.3, M-7.2.1)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from interactions.rota.rules import WEEKDAYS


class RotaShift(models.Model):
    """One person on one weekday between two times of the account's own clock."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.CASCADE, related_name="rota", db_index=False, verbose_name=_("account")
    )
    weekday = models.PositiveSmallIntegerField(_("weekday"), choices=WEEKDAYS)
    begins = models.TimeField(_("from"))
    ends = models.TimeField(_("until"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="rota_shifts", verbose_name=_("person")
    )

    class Meta:
        verbose_name = _("rota shift")
        verbose_name_plural = _("rota shifts")
        default_permissions = ("view",)
        ordering = ["account", "weekday", "begins"]
        constraints = [
            models.CheckConstraint(condition=Q(begins__lt=F("ends")), name="rota_shift_begins_before_it_ends"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="rota_shift_weekday_known"),
            models.UniqueConstraint(fields=["account", "weekday", "begins", "person"], name="rota_shift_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.begins:%H:%M}–{self.ends:%H:%M}"

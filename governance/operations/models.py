"""When something of the machinery last happened."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Heartbeat(models.Model):
    """One row per thing that must happen again and again: beat, backup, rehearsal."""

    name = models.CharField(_("name"), max_length=40, unique=True)
    at = models.DateTimeField(_("last at"))
    detail = models.JSONField(_("details"), default=dict)

    class Meta:
        verbose_name = _("heartbeat")
        verbose_name_plural = _("heartbeats")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.name

"""Who handled an incident earlier, as rows (R-011)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.incidents.models import Incident


class FormerHandler(models.Model):
    """Somebody who owned or contained an incident earlier: it stays their own case, so they do not close it."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="former_handlers", db_index=False, verbose_name=_("incident")
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    until = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("former handler of an incident")
        verbose_name_plural = _("former handlers of incidents")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "person"], name="incident_former_handler_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.person}"

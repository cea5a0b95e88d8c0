"""Imports of plan items: a file looked at, saved or dropped, and what came of each of its lines (R-018)."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.plan_imports.rules import CHECKED, LOOKS, SAVED, STATUSES


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    """Named filters of imports."""

    def visible_to(self, user: Any) -> Self:
        """One's own: what a line may do is told by the rights of whoever brought it."""
        return self.filter(started_by_id=user.pk)


class PlanImport(models.Model):
    """One look at a file of plan items. Its bytes are kept until it is saved or dropped, then deleted."""

    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    kept_at = models.CharField(max_length=200, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=STATUSES, default=CHECKED)
    new = models.PositiveIntegerField(_("new"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    bad = models.PositiveIntegerField(_("refused"), default=0)
    lines = models.JSONField(_("lines"), default=list, blank=True)
    errors = models.JSONField(_("refused cells"), default=list, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = _("import of plan items")
        verbose_name_plural = _("imports of plan items")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _label in STATUSES]), name="plan_import_status_known"
            ),
            models.CheckConstraint(condition=~Q(status=SAVED) | Q(bad=0), name="plan_import_saved_without_faults"),
            models.CheckConstraint(
                condition=Q(status=CHECKED, ended_at=None) | (~Q(status=CHECKED) & Q(ended_at__isnull=False)),
                name="plan_import_ended_with_time",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page of this import."""
        return reverse("content:plan_import", args=[self.pk])

    @property
    def tone(self) -> str:
        """The colour of its status."""
        return LOOKS[self.status][0]

    @property
    def icon(self) -> str:
        """The drawing of its status."""
        return LOOKS[self.status][1]

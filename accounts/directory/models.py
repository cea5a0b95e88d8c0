"""Runs of the company's directory: a file checked, saved or refused, and what it said (R-012, R-013)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.directory.rules import CHECKED, LOOKS, SOURCES, STATUSES


class DirectoryRun(models.Model):
    """One comparison of a file with the people here. The file of a preview is kept until it is saved or dropped."""

    source = models.CharField(_("source"), max_length=10, choices=SOURCES)
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    kept_at = models.CharField(max_length=200, blank=True, editable=False)
    departments_name = models.CharField(_("file of departments"), max_length=200, blank=True)
    departments_kept_at = models.CharField(max_length=200, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=8, choices=STATUSES, default=CHECKED)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    bad = models.PositiveIntegerField(_("refused"), default=0)
    departments = models.PositiveIntegerField(_("departments added or changed"), default=0)
    braked = models.BooleanField(_("closes unusually many logins"), default=False)
    listed = models.JSONField(_("people listed"), default=dict, blank=True)
    errors = models.JSONField(_("refused cells"), default=list, blank=True)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("started by")
    )
    started_at = models.DateTimeField(_("started at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("run of the directory")
        verbose_name_plural = _("runs of the directory")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _label in STATUSES]), name="directory_run_status_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="saved") | Q(bad=0), name="directory_run_saved_without_faults"
            ),
            models.CheckConstraint(
                condition=Q(status=CHECKED, ended_at=None) | (~Q(status=CHECKED) & Q(ended_at__isnull=False)),
                name="directory_run_ended_with_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        """The page of this run."""
        return reverse("accounts:directory_run", args=[self.pk])

    @property
    def tone(self) -> str:
        """The colour of its status."""
        return LOOKS[self.status][0]

    @property
    def icon(self) -> str:
        """The drawing of its status."""
        return LOOKS[self.status][1]

"""Raw files as they came, and the runs that read them (R-087, R-089)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _

from analytics.imports.rules import AT_WORK, RUN_LOOKS, RUN_STATES, SOURCES
from governance.public import accounts_for

if TYPE_CHECKING:
    from accounts.models import User


class RawFile(models.Model):
    """A platform's export, byte for byte, with its hash; never changed (R-089, D-6.3.1, O-6.2.2)."""

    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    size = models.PositiveBigIntegerField(_("bytes"))
    name = models.CharField(_("name"), max_length=200)
    path = models.CharField(_("kept as"), max_length=200)
    received_at = models.DateTimeField(_("received"))

    class Meta:
        verbose_name = _("raw file")
        verbose_name_plural = _("raw files")

    def __str__(self) -> str:
        return self.name


class RunQuerySet(models.QuerySet):
    """Imports, newest first."""

    def visible_to(self, user: User) -> RunQuerySet:
        """Imports of the accounts whose figures `user` may see."""
        return self.filter(account_id__in=accounts_for(user, "accounts.view_metrics"))

    def saved(self) -> RunQuerySet:
        """Imports whose figures stand in the tables."""
        return self.filter(status="saved")


class MetricImport(models.Model):
    """One reading of one file for one account: what was found, what was saved, by whom, from where."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="metric_imports", verbose_name=_("account")
    )
    raw_file = models.ForeignKey(RawFile, models.PROTECT, related_name="runs", verbose_name=_("raw file"))
    profile = models.CharField(_("profile"), max_length=40, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=RUN_STATES, default="checked")
    source = models.CharField(_("source"), max_length=10, choices=SOURCES)
    operator = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="metric_imports",
        verbose_name=_("operator"),
    )
    operator_name = models.CharField(_("operator's name"), max_length=120)
    created_at = models.DateTimeField(_("created"))
    finished_at = models.DateTimeField(_("finished"), null=True, blank=True)
    taken_at = models.DateTimeField(_("taken up by a worker"), null=True, blank=True)
    done = models.PositiveIntegerField(_("rows done"), default=0)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    new = models.PositiveIntegerField(_("new"), default=0)
    changed = models.PositiveIntegerField(_("changed"), default=0)
    same = models.PositiveIntegerField(_("same"), default=0)
    bad = models.PositiveIntegerField(_("bad"), default=0)
    first_day = models.DateField(_("first day"), null=True, blank=True)
    last_day = models.DateField(_("last day"), null=True, blank=True)
    errors = models.JSONField(_("errors"), default=list, blank=True)
    unknown_columns = models.JSONField(_("unknown columns"), default=list, blank=True)
    notes = models.JSONField(_("notes"), default=list, blank=True)
    preview = models.JSONField(_("preview"), default=dict, blank=True)
    checks = models.JSONField(_("checks"), default=dict, blank=True)

    objects = RunQuerySet.as_manager()

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=[s for s, _n in RUN_STATES]), name="metric_import_status_known"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "status", "-finished_at"], name="metric_import_fresh_idx"),
            models.Index(fields=["-created_at", "-id"], name="metric_import_newest_idx"),
        ]

    def __str__(self) -> str:
        return f"{self.raw_file} ({self.created_at:%Y-%m-%d})"

    @property
    def at_work(self) -> bool:
        """Whether a worker reads or saves it now, or is about to."""
        return self.status in AT_WORK

    @property
    def tone(self) -> str:
        """The colour of the state."""
        return RUN_LOOKS[self.status][0]

    @property
    def icon(self) -> str:
        """The drawing of the state."""
        return RUN_LOOKS[self.status][1]

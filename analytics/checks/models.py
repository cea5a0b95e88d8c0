"""What was checked of the figures, and samples against the platform's own screen (R-088)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from analytics.metrics.models import VIEW_METRICS, FigureQuerySet, MetricDefinition
from governance.public import accounts_for

if TYPE_CHECKING:
    from accounts.public import User


class FigureCheckQuerySet(FigureQuerySet):
    """Checks of a month's daily figures."""

    def failing(self) -> FigureCheckQuerySet:
        """With a fault that nobody explained."""
        return self.filter(faults__gt=0, explanation="")


class FigureCheck(models.Model):
    """One month of one daily metric of an account: gaps, jumps, the sum. Written anew with every import."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="figure_checks", verbose_name=_("account")
    )
    month = models.DateField(_("month"))
    metric = models.ForeignKey(MetricDefinition, models.PROTECT, related_name="+", verbose_name=_("metric"))
    days = models.PositiveSmallIntegerField(_("days with a figure"))
    gaps = models.JSONField(_("days without a figure"), default=list, blank=True)
    jumps = models.JSONField(_("days out of line"), default=list, blank=True)
    adds_up = models.BooleanField(_("adds up to the month's total"), default=True)
    faults = models.PositiveSmallIntegerField(_("faults"), default=0)
    checked_at = models.DateTimeField(_("checked at"))
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    explained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("explained by"),
    )  # fmt: skip
    explained_at = models.DateTimeField(_("explained at"), null=True, blank=True)

    objects = FigureCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("check of figures")
        verbose_name_plural = _("checks of figures")
        ordering = ["-month", "account", "metric"]
        constraints = [
            models.UniqueConstraint(fields=["account", "month", "metric"], name="figure_check_once"),
            models.CheckConstraint(
                condition=Q(explanation="") | Q(explained_by__isnull=False, explained_at__isnull=False),
                name="figure_check_explained_by",
            ),
        ]
        indexes = [models.Index(fields=["month", "faults"], name="figure_check_month")]

    def __str__(self) -> str:
        return f"{self.account} {self.month:%Y-%m} {self.metric}"

    @property
    def gap_days(self) -> list[date]:
        """The days without a figure."""
        return [date.fromisoformat(day) for day in self.gaps]

    @property
    def jump_days(self) -> list[date]:
        """The days out of line."""
        return [date.fromisoformat(day) for day in self.jumps]


class ScreenSampleQuerySet(models.QuerySet["ScreenSample"]):
    """Samples against the platform's screen."""

    def visible_to(self, user: User) -> Self:
        """Those of accounts whose figures one may see."""
        return self.filter(account_id__in=accounts_for(user, VIEW_METRICS))


class ScreenSample(models.Model):
    """One figure as the platform's own page showed it, beside ours; written once."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="screen_samples", verbose_name=_("account")
    )
    metric = models.ForeignKey(MetricDefinition, models.PROTECT, related_name="+", verbose_name=_("metric"))
    day = models.DateField(_("day on the platform"))
    ours = models.DecimalField(_("our figure"), max_digits=26, decimal_places=6)
    theirs = models.DecimalField(_("the platform's figure"), max_digits=26, decimal_places=6)
    agrees = models.BooleanField(_("agrees"))
    note = models.CharField(_("remark"), max_length=300, blank=True)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("compared by")
    )
    taken_at = models.DateTimeField(_("compared at"))

    objects = ScreenSampleQuerySet.as_manager()

    class Meta:
        verbose_name = _("sample against the platform")
        verbose_name_plural = _("samples against the platform")
        ordering = ["-taken_at", "-pk"]
        indexes = [models.Index(fields=["account", "-taken_at"], name="screen_sample_newest")]

    def __str__(self) -> str:
        return f"{self.account} {self.day} {self.metric}"

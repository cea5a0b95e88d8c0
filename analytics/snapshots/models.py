"""What was known when (R-089, R-094), and the best posts of each month."""

from __future__ import annotations

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils.translation import gettext_lazy as _

from analytics.metrics.models import AccountMonth, FigureQuerySet, MetricDefinition
from analytics.snapshots.rules import TOP_CHOICES, TOP_METRICS


class SnapshotQuerySet(FigureQuerySet):
    """Frozen figures."""

    def newest(self) -> SnapshotQuerySet:
        """Of each account, month, metric and basis the one that was taken last."""
        same = KpiSnapshot.objects.filter(
            account=OuterRef("account"), month=OuterRef("month"), metric=OuterRef("metric"), basis=OuterRef("basis")
        )
        return self.filter(pk=Subquery(same.order_by("-known_at", "-pk").values("pk")[:1]))


class KpiSnapshot(models.Model):
    """One month's figure of one account as it was known at a moment; written once and never changed.

    `sources` is the SHA-256 over the hashes of the raw files that the figure rests on, `imports` how many they are.
    An empty value says that the figure stood before and is gone.
    """

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="+", db_index=False, verbose_name=_("account")
    )
    month = models.DateField(_("month"))
    metric = models.ForeignKey(MetricDefinition, models.PROTECT, related_name="+", verbose_name=_("metric"))
    basis = models.CharField(_("basis"), max_length=6, choices=AccountMonth.Basis)
    value = models.DecimalField(_("value"), max_digits=26, decimal_places=6, null=True)
    items = models.PositiveIntegerField(_("days or posts counted"), default=0)
    known_at = models.DateTimeField(_("known at"))
    imports = models.PositiveIntegerField(_("imports behind it"), default=0)
    sources = models.CharField(_("SHA-256 of the sources"), max_length=64, blank=True)

    objects = SnapshotQuerySet.as_manager()

    class Meta:
        verbose_name = _("frozen figure")
        verbose_name_plural = _("frozen figures")
        constraints = [
            models.CheckConstraint(
                condition=Q(imports=0, sources="") | Q(imports__gt=0) & ~Q(sources=""), name="snapshot_source_named"
            ),
        ]
        indexes = [
            models.Index(
                F("account"), F("month"), F("metric"), F("basis"), F("known_at").desc(), F("id").desc(),
                name="snapshot_newest_idx",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m} {self.metric_id} {self.value}"


class TopPost(models.Model):
    """One of the best posts of an account in a month, refreshed with the month's summary."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="+", db_index=False, verbose_name=_("account")
    )
    month = models.DateField(_("month"))
    metric = models.CharField(_("ranked by"), max_length=12, choices=TOP_CHOICES)
    rank = models.PositiveSmallIntegerField(_("rank"))
    post = models.ForeignKey(
        "analytics.PlatformPost", models.PROTECT, related_name="+", verbose_name=_("post on a platform")
    )
    value = models.BigIntegerField(_("value"))

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("top post")
        verbose_name_plural = _("top posts")
        constraints = [
            models.UniqueConstraint(fields=["month", "metric", "account", "rank"], name="top_post_rank_once"),
            models.CheckConstraint(condition=Q(metric__in=list(TOP_METRICS)), name="top_post_metric_known"),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.metric} {self.rank}: {self.post_id}"

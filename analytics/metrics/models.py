"""Figures: what is measured, by day, by post, by place, and the month summaries that reports read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from analytics.metrics.rules import AGGREGATIONS, BASES, KINDS, POST_STATES
from governance.public import accounts_for

if TYPE_CHECKING:
    from accounts.models import User

VIEW_METRICS = "accounts.view_metrics"


class FigureQuerySet(models.QuerySet):
    """Rows that hang on one platform account."""

    def visible_to(self, user: User) -> FigureQuerySet:
        """Rows of the accounts whose figures `user` may see."""
        return self.filter(account_id__in=accounts_for(user, VIEW_METRICS))


class MetricDefinition(models.Model):
    """One metric: what it means, its unit, where it comes from, what each platform calls it (R-085, list 3.4)."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=60)
    name_en = models.CharField(_("English name"), max_length=60)
    definition_zh = models.CharField(_("definition in Chinese"), max_length=300)
    definition_en = models.CharField(_("definition in English"), max_length=300)
    unit_zh = models.CharField(_("unit in Chinese"), max_length=20)
    unit_en = models.CharField(_("unit in English"), max_length=20)
    source_zh = models.CharField(_("source in Chinese"), max_length=120)
    source_en = models.CharField(_("source in English"), max_length=120)
    kind = models.CharField(_("kind"), max_length=8, choices=KINDS)
    aggregation = models.CharField(_("how days become a month"), max_length=4, choices=AGGREGATIONS)
    platforms = models.JSONField(_("names on the platforms"), default=dict, blank=True)
    operational = models.BooleanField(_("computed from our own records"), default=False)
    order = models.PositiveSmallIntegerField(_("order"), default=100)

    class Meta:
        verbose_name = _("metric")
        verbose_name_plural = _("metrics")
        ordering = ["order", "code"]
        constraints = [
            models.CheckConstraint(condition=models.Q(kind__in=[k for k, _n in KINDS]), name="metric_kind_known"),
            models.CheckConstraint(
                condition=models.Q(aggregation__in=[a for a, _n in AGGREGATIONS]), name="metric_aggregation_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    @property
    def unit(self) -> str:
        """The unit in the reader's language."""
        return self.unit_en if get_language() == "en" else self.unit_zh

    @property
    def definition(self) -> str:
        """The definition in the reader's language."""
        return self.definition_en if get_language() == "en" else self.definition_zh

    @property
    def source(self) -> str:
        """The source in the reader's language."""
        return self.source_en if get_language() == "en" else self.source_zh


class AccountDay(models.Model):
    """One metric of one account on one day, the platform's own date (never converted)."""

    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("account"),
    )
    day = models.DateField(_("day"))
    metric = models.ForeignKey(
        MetricDefinition,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("metric"),
    )
    value = models.DecimalField(_("value"), max_digits=26, decimal_places=6)
    run = models.ForeignKey(
        "analytics.MetricImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="account_days",
        db_constraint=False,
        verbose_name=_("import"),
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("daily figure")
        verbose_name_plural = _("daily figures")
        constraints = [models.UniqueConstraint(fields=["account", "day", "metric"], name="account_day_once")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day} {self.metric_id} {self.value}"


class Breakdown(models.Model):
    """A figure split by place: beside the totals, never in them.

    `basis` day: that day alone; basis lifetime: the period of the newest export, `day` is when it was taken.
    """

    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("account"),
    )
    basis = models.CharField(_("basis"), max_length=8, choices=BASES)
    day = models.DateField(_("day"))
    dimension = models.CharField(_("dimension"), max_length=20)
    key = models.CharField(_("part"), max_length=60)
    metric = models.ForeignKey(
        MetricDefinition,
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("metric"),
    )
    value = models.DecimalField(_("value"), max_digits=26, decimal_places=6)
    run = models.ForeignKey(
        "analytics.MetricImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="breakdowns",
        db_constraint=False,
        verbose_name=_("import"),
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figure by place")
        verbose_name_plural = _("figures by place")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "dimension", "day", "key", "metric"],
                condition=models.Q(basis="day"),
                name="breakdown_day_once",
            ),
            models.UniqueConstraint(
                fields=["account", "dimension", "key", "metric"],
                condition=models.Q(basis="lifetime"),
                name="breakdown_lifetime_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account_id} {self.day} {self.key} {self.metric_id} {self.value}"


class PostQuerySet(FigureQuerySet):
    """Posts seen on the platforms."""

    def unregistered(self) -> PostQuerySet:
        """Posts with no publication record and no explanation (R-040)."""
        return self.filter(status="unmatched")


class PlatformPost(models.Model):
    """A post as an export showed it. Without a publication record it is unregistered until explained (R-040)."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="platform_posts", verbose_name=_("account")
    )
    key = models.CharField(_("key"), max_length=200)
    external_id = models.CharField(_("number on the platform"), max_length=100, blank=True)
    url = models.URLField(_("address"), max_length=600, blank=True)
    title = models.CharField(_("title"), max_length=300, blank=True)
    content_type = models.CharField(_("type"), max_length=40, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    published_on = models.DateField(_("day on the platform"), null=True, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"))
    first_run = models.ForeignKey(
        "analytics.MetricImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="posts",
        db_constraint=False,
        verbose_name=_("first import"),
    )
    status = models.CharField(_("status"), max_length=10, choices=POST_STATES, default="unmatched")
    publication_id = models.PositiveBigIntegerField(_("publication"), null=True, blank=True, db_index=True)
    explanation = models.CharField(_("explanation"), max_length=500, blank=True)
    decided_by = models.ForeignKey(
        "accounts.User", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post on a platform")
        verbose_name_plural = _("posts on platforms")
        constraints = [
            models.UniqueConstraint(fields=["account", "key"], name="platform_post_once"),
            models.CheckConstraint(
                condition=models.Q(status__in=[s for s, _n in POST_STATES]), name="platform_post_status_known"
            ),
            models.CheckConstraint(
                condition=models.Q(status="matched", publication_id__isnull=False)
                | ~models.Q(status="matched") & models.Q(publication_id__isnull=True),
                name="platform_post_matched_has_publication",
            ),
            models.UniqueConstraint(
                fields=["publication_id"], condition=models.Q(status="matched"), name="platform_post_publication_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(status="explained") | ~models.Q(explanation=""),
                name="platform_post_explained_has_words",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "-first_seen_at", "-id"], name="post_waiting_idx"),
            models.Index(fields=["account", "published_on"], name="post_published_idx"),
        ]

    def __str__(self) -> str:
        return self.title or self.external_id or self.url or self.key


class PublicationDay(models.Model):
    """The figures of one post on one day.

    `basis` lifetime: as they stood when the platform wrote the export, `latest` marks the newest of them.
    `basis` day: what that day alone added. The common metrics are columns, all others lie in `more` by code,
    each with six decimals at most; an empty column means that the platform gave no figure (not zero).
    """

    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        related_name="+",
        db_constraint=False,
        db_index=False,
        verbose_name=_("account"),
    )
    post = models.ForeignKey(
        PlatformPost,
        models.PROTECT,
        related_name="days",
        db_constraint=False,
        db_index=False,
        verbose_name=_("post"),
    )
    basis = models.CharField(_("basis"), max_length=8, choices=BASES)
    day = models.DateField(_("day"))
    latest = models.BooleanField(_("newest"), default=False)
    views = models.BigIntegerField(_("views"), null=True, blank=True)
    reads = models.BigIntegerField(_("reads"), null=True, blank=True)
    impressions = models.BigIntegerField(_("impressions"), null=True, blank=True)
    reach = models.BigIntegerField(_("reach"), null=True, blank=True)
    likes = models.BigIntegerField(_("likes"), null=True, blank=True)
    comments = models.BigIntegerField(_("comments"), null=True, blank=True)
    shares = models.BigIntegerField(_("shares"), null=True, blank=True)
    saves = models.BigIntegerField(_("saves"), null=True, blank=True)
    clicks = models.BigIntegerField(_("clicks"), null=True, blank=True)
    follows = models.BigIntegerField(_("follows"), null=True, blank=True)
    more = models.JSONField(_("further figures"), default=dict, blank=True)
    run = models.ForeignKey(
        "analytics.MetricImport",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="publication_days",
        db_constraint=False,
        db_index=False,
        verbose_name=_("import"),
    )

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("figures of a post")
        verbose_name_plural = _("figures of posts")
        constraints = [
            models.UniqueConstraint(fields=["post", "basis", "day"], name="publication_day_once"),
            models.UniqueConstraint(fields=["post"], condition=models.Q(latest=True), name="publication_latest_once"),
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.basis} {self.day}"


class AccountMonth(models.Model):
    """Month summary of one metric of one account, refreshed only for the months that an import touched.

    `basis` daily: from the account's own daily figures. `basis` posts: from its posts (lifetime figures of
    the posts published in the month, and daily figures of posts). Reports take daily where it exists.
    """

    class Basis(models.TextChoices):
        DAILY = "daily", _("Daily figures of the account")
        POSTS = "posts", _("Figures of its posts")

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="+", db_index=False, verbose_name=_("account")
    )
    month = models.DateField(_("month"))
    metric = models.ForeignKey(
        MetricDefinition, models.PROTECT, related_name="+", db_index=False, verbose_name=_("metric")
    )
    basis = models.CharField(_("basis"), max_length=6, choices=Basis)
    value = models.DecimalField(_("value"), max_digits=26, decimal_places=6)
    items = models.PositiveIntegerField(_("days or posts counted"))

    objects = FigureQuerySet.as_manager()

    class Meta:
        verbose_name = _("month summary")
        verbose_name_plural = _("month summaries")
        constraints = [
            models.UniqueConstraint(fields=["month", "account", "basis", "metric"], name="account_month_once"),
        ]
        indexes = [models.Index(fields=["account", "month"], name="account_month_idx")]

    def __str__(self) -> str:
        return f"{self.account_id} {self.month:%Y-%m} {self.metric_id} {self.value}"

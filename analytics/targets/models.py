"""What was to be reached, and the periods that need a target before they open (R-086)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.public import PLATFORM_CHOICES, PlatformAccount
from analytics.metrics.models import VIEW_METRICS, MetricDefinition
from analytics.targets.rules import CYCLES, cycle_end, cycle_name, cycle_start
from analytics.targets.workflow import TARGET
from content.public import CONTENT_TYPES
from governance.public import Machine, accounts_for, state_constraint

if TYPE_CHECKING:
    from accounts.public import User

KEY = ("platform", "content_type", "metric", "cycle", "start")


class TargetQuerySet(models.QuerySet["Target"]):
    """Named filters of targets."""

    def visible_to(self, user: User) -> Self:
        """Targets of accounts whose figures one may see, and those that hold for several accounts."""
        return self.filter(Q(account_id__in=accounts_for(user, VIEW_METRICS)) | Q(account=None))

    def in_force(self) -> Self:
        """Approved, and not replaced since."""
        return self.filter(status="approved")

    def touching(self, first: date, end: date) -> Self:
        """Those whose cycle has a day from `first` up to, not including, `end`."""
        return self.filter(start__lt=end, end__gt=first)

    def for_account(self, account: PlatformAccount) -> Self:
        """Those that hold for the account: its own, its platform's, the company's."""
        return self.filter(Q(account=account) | Q(account=None, platform__in=["", account.platform]))


class Target(models.Model):
    """A value to reach: for an account, a platform or the company, perhaps one content type, in a cycle."""

    machine: ClassVar[Machine] = TARGET

    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="targets",
        verbose_name=_("account"),
    )
    platform = models.CharField(_("platform"), max_length=20, choices=PLATFORM_CHOICES, blank=True)
    content_type = models.CharField(_("content type"), max_length=40, choices=CONTENT_TYPES, blank=True)
    metric = models.ForeignKey(MetricDefinition, models.PROTECT, related_name="targets", verbose_name=_("metric"))
    cycle = models.CharField(_("cycle"), max_length=8, choices=CYCLES)
    start = models.DateField(_("first day"))
    end = models.DateField(_("first day after"))
    value = models.DecimalField(_("value"), max_digits=26, decimal_places=6)
    reason = models.CharField(_("grounds"), max_length=500, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=TARGET.choices, default=TARGET.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("proposed by")
    )
    proposed_at = models.DateTimeField(_("proposed at"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    note = models.CharField(_("note of the decision"), max_length=500, blank=True)

    objects = TargetQuerySet.as_manager()

    class Meta:
        verbose_name = _("target")
        verbose_name_plural = _("targets")
        ordering = ["-start", "-pk"]
        indexes = [models.Index(fields=["status", "start"], name="target_status_start")]
        constraints = [
            state_constraint(TARGET, "target_status_known"),
            models.CheckConstraint(condition=Q(cycle__in=[code for code, _n in CYCLES]), name="target_cycle_known"),
            models.CheckConstraint(condition=Q(value__gt=0), name="target_above_zero"),
            models.CheckConstraint(condition=Q(account=None) | Q(platform=""), name="target_account_or_platform"),
            models.CheckConstraint(
                condition=~Q(status__in=["approved", "replaced"])
                | Q(decided_by__isnull=False) & ~Q(decided_by=F("proposed_by")),
                name="target_approved_by_another",
            ),
            models.UniqueConstraint(
                fields=["account", *KEY[1:]],
                condition=Q(status="approved", account__isnull=False),
                name="target_once_per_account",
            ),
            models.UniqueConstraint(
                fields=list(KEY), condition=Q(status="approved", account__isnull=True), name="target_once_per_platform"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.metric} {self.cycle_name}"

    def get_absolute_url(self) -> str:
        """The page of this target."""
        return reverse("analytics:target_detail", args=[self.pk])

    @property
    def cycle_name(self) -> str:
        """2026-05, 2026-Q2 or 2026."""
        return cycle_name(self.cycle, self.start)

    @property
    def scope_words(self) -> Any:
        """For whom it holds."""
        if self.account is not None:
            return self.account
        return self.get_platform_display() if self.platform else _("All accounts")


class TargetPeriodQuerySet(models.QuerySet["TargetPeriod"]):
    """Named filters of periods."""

    def visible_to(self, user: User) -> Self:
        """Periods of accounts whose figures one may see."""
        return self.filter(account_id__in=accounts_for(user, VIEW_METRICS))

    def running(self, day: date) -> Self:
        """Those whose cycle holds the day."""
        spans = Q()
        for cycle, _name in CYCLES:
            spans |= Q(cycle=cycle, start=cycle_start(cycle, day))
        return self.filter(spans)

    def without_target(self) -> Self:
        """Begun, and still not opened because no target holds."""
        return self.filter(opened_at=None)


class TargetPeriod(models.Model):
    """One cycle of one account. It begins by the calendar; it opens when a target holds for it (R-086)."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="target_periods", verbose_name=_("account")
    )
    cycle = models.CharField(_("cycle"), max_length=8, choices=CYCLES)
    start = models.DateField(_("first day"))
    begun_at = models.DateTimeField(_("begun at"))
    opened_at = models.DateTimeField(_("period opened at"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("period opened by"),
    )

    objects = TargetPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("target period")
        verbose_name_plural = _("target periods")
        ordering = ["-start", "account"]
        constraints = [
            models.UniqueConstraint(fields=["account", "cycle", "start"], name="target_period_once"),
            models.CheckConstraint(condition=Q(cycle__in=[code for code, _n in CYCLES]), name="period_cycle_known"),
        ]
        indexes = [models.Index(fields=["opened_at", "start"], name="target_period_open")]

    def __str__(self) -> str:
        return f"{self.account} {cycle_name(self.cycle, self.start)}"

    @property
    def cycle_name(self) -> str:
        """2026-05, 2026-Q2 or 2026."""
        return cycle_name(self.cycle, self.start)

    @property
    def end(self) -> date:
        """The first day after it."""
        return cycle_end(self.cycle, self.start)

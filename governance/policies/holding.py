"""Whom the rule books hold: bindings, signed readings, yearly reviews, and the stamp of all changes."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class PackBindingQuerySet(models.QuerySet["PackBinding"]):
    """Bindings by time."""

    def on(self, day: date) -> PackBindingQuerySet:
        """Bindings that hold on this day."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=day), starts_on__lte=day)


class PackBinding(models.Model):
    """A rule book holds for an account, or for a department with everything and everybody in it (R-105)."""

    policy = models.ForeignKey(
        "governance.Policy", models.PROTECT, related_name="bindings", verbose_name=_("rule book")
    )
    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pack_bindings",
        verbose_name=_("account"),
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pack_bindings",
        verbose_name=_("department"),
    )
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    bound_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("bound by")
    )
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    end_reason = models.CharField(_("reason for the end"), max_length=400, blank=True)

    objects = PackBindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("binding to a rule book")
        verbose_name_plural = _("bindings to rule books")
        ordering = ["policy", "starts_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(account__isnull=True) ^ Q(department__isnull=True), name="pack_binding_one_scope"
            ),
            models.UniqueConstraint(
                fields=["policy", "account"],
                condition=Q(ends_on__isnull=True, account__isnull=False),
                name="pack_binding_account_once",
            ),
            models.UniqueConstraint(
                fields=["policy", "department"],
                condition=Q(ends_on__isnull=True, department__isnull=False),
                name="pack_binding_department_once",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("starts_on")), name="pack_binding_dates_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} - {self.account or self.department}"


class PolicyReading(models.Model):
    """Somebody read and signed a version (R-106). The fingerprint says what exactly was signed."""

    version = models.ForeignKey(
        "governance.PolicyVersion", models.PROTECT, related_name="readings", verbose_name=_("version")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="policy_readings", verbose_name=_("reader")
    )
    signed_at = models.DateTimeField(_("signed"))
    content_hash = models.CharField(_("fingerprint"), max_length=64)

    class Meta:
        verbose_name = _("signed reading")
        verbose_name_plural = _("signed readings")
        ordering = ["-signed_at"]
        constraints = [models.UniqueConstraint(fields=["version", "user"], name="policy_reading_once")]

    def __str__(self) -> str:
        return f"{self.user} - {self.version}"


class PolicyReview(models.Model):
    """The yearly look at a rule book: still right, or what must change (R-126)."""

    policy = models.ForeignKey(
        "governance.Policy", models.PROTECT, related_name="reviews", verbose_name=_("rule book")
    )
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reviewed by")
    )
    reviewed_at = models.DateTimeField(_("reviewed"))
    conclusion = models.TextField(_("conclusion"))

    class Meta:
        verbose_name = _("review of a rule book")
        verbose_name_plural = _("reviews of rule books")
        ordering = ["-reviewed_at"]

    def __str__(self) -> str:
        return f"{self.policy} - {self.reviewed_at:%Y-%m-%d}"


class PolicyStamp(models.Model):
    """One row whose token changes with every change here; what a process remembers is checked against it."""

    token = models.CharField(max_length=32)

    class Meta:
        verbose_name = _("stamp of the rule books")
        verbose_name_plural = _("stamps of the rule books")

    def __str__(self) -> str:
        return self.token

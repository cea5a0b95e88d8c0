"""Everything planned is held back, by scope and with a reason; each post is approved again before it goes (R-077)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Named filters."""

    def open(self) -> Self:
        """Those that hold now."""
        return self.filter(lifted_at=None)


class Suspension(models.Model):
    """Nothing is published on some accounts until somebody lifts it."""

    scope = models.CharField(_("what it covers"), max_length=200)
    reason = models.TextField(_("reason"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("suspended by")
    )
    begun_at = models.DateTimeField(_("suspended at"))
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lifted by")
    )
    lifted_at = models.DateTimeField(_("lifted at"), null=True, blank=True)
    lift_note = models.TextField(_("why lifted"), blank=True)

    objects = SuspensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suspension")
        verbose_name_plural = _("suspensions")
        ordering = ["-begun_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="suspension_with_reason"),
            models.CheckConstraint(
                condition=Q(lifted_at=None) | (Q(lifted_by__isnull=False) & ~Q(lift_note="")),
                name="suspension_lifted_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return self.scope


class SuspendedAccount(models.Model):
    """An account that a suspension covers."""

    suspension = models.ForeignKey(Suspension, models.PROTECT, related_name="covered")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("suspended account")
        verbose_name_plural = _("suspended accounts")
        constraints = [models.UniqueConstraint(fields=["suspension", "account"], name="suspended_account_once")]

    def __str__(self) -> str:
        return f"{self.suspension_id} > {self.account_id}"


class ReleaseHold(models.Model):
    """A post that was ready when publishing was suspended: somebody who did not write it approves it again."""

    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="release_holds")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    suspension = models.ForeignKey(Suspension, models.PROTECT, related_name="holds")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("approved again by"),
    )  # fmt: skip
    approved_at = models.DateTimeField(_("approved again at"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 approved again"), max_length=64, blank=True)
    reauthenticated_at = models.DateTimeField(_("password confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("post held back")
        verbose_name_plural = _("posts held back")
        indexes = [models.Index(fields=["draft"], condition=Q(approved_at=None), name="release_hold_open")]
        constraints = [
            models.UniqueConstraint(fields=["suspension", "draft"], name="release_hold_once"),
            models.CheckConstraint(
                condition=Q(approved_at=None) | (Q(approved_by__isnull=False) & ~Q(approved_by=F("author"))),
                name="release_hold_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.suspension_id} > {self.draft_id}"

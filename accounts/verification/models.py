"""Verifications of accounts by their platforms, with proof and expiry (R-004, D-2.1.2, A-01, A-02)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.papers.models import AccountPaper
from accounts.platforms.models import PlatformAccount
from accounts.verification.rules import (
    APPLIED,
    CONFIRMED,
    IDENTITY,
    KIND_CHOICES,
    PURPOSES,
    VERIFICATION,
    VERIFIED,
)
from governance.public import Machine, state_constraint

NOTE_LIMIT = 2000


class AccountVerificationQuerySet(models.QuerySet["AccountVerification"]):
    """Named filters of verifications."""

    def good_on(self, day: date) -> Self:
        """Those that counted on that day, whatever became of them later."""
        until = Q(expires_on=None) | Q(expires_on__gte=day)
        return self.filter(until, Q(ended_on=None) | Q(ended_on__gt=day), status__in=CONFIRMED, verified_on__lte=day)

    def confirmed(self) -> Self:
        """Those that counted once."""
        return self.filter(status__in=CONFIRMED)

    def over(self, day: date) -> Self:
        """Verified still, but past their last day."""
        return self.filter(status=VERIFIED, expires_on__lt=day)


def verified_accounts(day: date, purpose: str = IDENTITY) -> Exists:
    """Whether an account of the outer query is verified on that day."""
    return Exists(AccountVerification.objects.good_on(day).filter(account=OuterRef("pk"), purpose=purpose))


class AccountVerification(models.Model):
    """One attempt at verifying an account: applied for, then verified until a day, or refused."""

    machine: ClassVar[Machine] = VERIFICATION

    account = models.ForeignKey(
        PlatformAccount, models.PROTECT, related_name="verifications", verbose_name=_("platform account")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=KIND_CHOICES)
    purpose = models.CharField(_("purpose"), max_length=14, choices=PURPOSES, editable=False)
    status = models.CharField(_("status"), max_length=10, choices=VERIFICATION.choices, default=VERIFICATION.initial)
    applied_on = models.DateField(_("applied on"))
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("applied for by")
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    expires_on = models.DateField(_("good until and including"), null=True, blank=True)
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    number = models.CharField(_("number of the certificate"), max_length=80, blank=True)
    proof = models.ForeignKey(
        AccountPaper, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof")
    )
    note = models.TextField(_("note"), max_length=NOTE_LIMIT, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = AccountVerificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("verification of an account")
        verbose_name_plural = _("verifications of accounts")
        default_permissions = ("view",)
        ordering = ["-applied_on", "-pk"]
        indexes = [
            models.Index(fields=["account", "purpose", "expires_on"], name="verification_of_account"),
            models.Index(fields=["expires_on"], condition=Q(status=VERIFIED), name="verification_expiry"),
        ]
        constraints = [
            state_constraint(VERIFICATION, "verification_status_known"),
            models.UniqueConstraint(
                fields=["account", "purpose"], condition=Q(status=VERIFIED), name="verification_one_good"
            ),
            models.UniqueConstraint(
                fields=["account", "purpose"], condition=Q(status=APPLIED), name="verification_one_waiting"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=CONFIRMED) | Q(verified_on__isnull=False, proof__isnull=False),
                name="verification_with_day_and_proof",
            ),
            models.CheckConstraint(
                condition=Q(expires_on=None) | Q(verified_on=None) | Q(expires_on__gt=F("verified_on")),
                name="verification_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The page of this verification."""
        return reverse("accounts:verification_detail", args=[self.pk])

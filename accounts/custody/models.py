"""Logins in custody: one custodian each, the secret sealed, every use and every change a row (R-006 to R-009)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.custody.rules import BREAK_GLASS, CAUSE_CHOICES, CREDENTIAL_LIFE, GROUNDS, KIND_CHOICES, KINDS_BY_CODE
from accounts.custody.rules import SHARE as BY_SHARE
from accounts.platforms.models import PlatformAccount
from governance.public import Machine, accounts_for, can, state_constraint

if TYPE_CHECKING:
    from accounts.people.models import User


class CredentialQuerySet(models.QuerySet["Credential"]):
    """Named filters."""

    def kept(self) -> Self:
        return self.filter(status="kept")

    def visible_to(self, user: User) -> Self:
        """What one keeps, shares now or has in hand, and what belongs to accounts that one keeps or manages.

        Auditors see all rows.
        """
        if can(user, "governance.read_everything"):
            return self
        own = accounts_for(user, "accounts.custody") | accounts_for(user, "accounts.manage")
        shared = Share.objects.valid(timezone.now()).filter(person=user).values("credential_id")
        in_hand = Checkout.objects.out().filter(person=user).values("credential_id")
        return self.filter(Q(account_id__in=own) | Q(custodian=user) | Q(pk__in=shared) | Q(pk__in=in_hand))

    def overdue(self, now: datetime) -> Self:
        """Kept, and past the day on which the secret had to change."""
        return self.kept().filter(rotation_due_at__lt=now)


class Credential(models.Model):
    """A login of a platform account with exactly one custodian; what it opens lies in `SealedSecret`."""

    machine: ClassVar[Machine] = CREDENTIAL_LIFE

    account = models.ForeignKey(
        PlatformAccount, models.PROTECT, related_name="credentials", verbose_name=_("platform account")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=KIND_CHOICES)
    login = models.CharField(_("login name"), max_length=120)
    custodian = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="credentials", verbose_name=_("custodian")
    )
    status = models.CharField(
        _("status"), max_length=10, choices=CREDENTIAL_LIFE.choices, default=CREDENTIAL_LIFE.initial
    )
    number = models.PositiveIntegerField(_("times changed"), default=0)
    rotated_at = models.DateTimeField(_("changed last"), null=True, blank=True)
    rotation_due_at = models.DateTimeField(_("to be changed by"), null=True, blank=True)
    rotation_cause = models.CharField(_("because of"), max_length=12, choices=CAUSE_CHOICES, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("taken into custody"))
    history = HistoricalRecords()

    objects = CredentialQuerySet.as_manager()

    class Meta:
        verbose_name = _("credential")
        verbose_name_plural = _("credentials")
        ordering = ["account", "kind", "login"]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "login"], condition=Q(status="kept"), name="credential_kept_once"
            ),
            state_constraint(CREDENTIAL_LIFE, "credential_status_known"),
        ]
        indexes = [
            models.Index(fields=["rotation_due_at"], condition=Q(status="kept"), name="credential_rotation_due"),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_kind_display()} · {self.login}"

    def get_absolute_url(self) -> str:
        return reverse("accounts:credential_detail", args=[self.pk])

    @property
    def is_tested(self) -> bool:
        """Whether a new secret must pass the test of strength."""
        return KINDS_BY_CODE[self.kind].tested


class SealedSecret(models.Model):
    """The ciphertext of a credential's present secret; overwritten by every rotation, never listed, never logged."""

    credential = models.OneToOneField(Credential, models.PROTECT, related_name="sealed", primary_key=True)
    number = models.PositiveIntegerField()
    key_name = models.CharField(max_length=40, db_index=True)
    ciphertext = models.BinaryField()

    class Meta:
        verbose_name = _("sealed secret")
        verbose_name_plural = _("sealed secrets")

    def __str__(self) -> str:
        return f"#{self.pk}"


class Rotation(models.Model):
    """A secret was set: who, when, why, with which result of the test. `digest` recognises one of the last five."""

    credential = models.ForeignKey(
        Credential, models.PROTECT, related_name="rotations", db_index=False, verbose_name=_("credential")
    )
    number = models.PositiveIntegerField(_("number"))
    set_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("set by"))
    set_at = models.DateTimeField(_("set at"))
    cause = models.CharField(_("because of"), max_length=12, choices=CAUSE_CHOICES)
    score = models.PositiveSmallIntegerField(_("strength of 4"), null=True, blank=True)
    passed = models.BooleanField(_("passed the test"))
    digest = models.CharField(max_length=200, blank=True, editable=False)

    class Meta:
        verbose_name = _("change of a secret")
        verbose_name_plural = _("changes of secrets")
        ordering = ["-credential", "-number"]
        constraints = [models.UniqueConstraint(fields=["credential", "number"], name="rotation_number_once")]

    def __str__(self) -> str:
        return f"{self.credential_id} #{self.number}"


class ShareQuerySet(models.QuerySet["Share"]):
    """Named filters."""

    def valid(self, now: datetime) -> Self:
        return self.filter(ended_at=None, starts_at__lte=now, until__gt=now)


class Share(models.Model):
    """A second person may use the login for a time, with named safeguards (R-007, D-2.2.1b)."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="shares", verbose_name=_("credential"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="login_shares", verbose_name=_("shared with")
    )
    approval_id = models.PositiveBigIntegerField(_("approved request"), unique=True)
    safeguards = models.JSONField(_("safeguards"))
    starts_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ShareQuerySet.as_manager()

    class Meta:
        verbose_name = _("share of a login")
        verbose_name_plural = _("shares of logins")
        ordering = ["-starts_at"]
        constraints = [
            models.CheckConstraint(condition=Q(until__gt=F("starts_at")), name="share_ends_after_it_starts"),
            models.UniqueConstraint(
                fields=["credential", "person"], condition=Q(ended_at=None), name="share_one_per_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} → {self.person}"


class CheckoutQuerySet(models.QuerySet["Checkout"]):
    """Named filters."""

    def out(self) -> Self:
        return self.filter(returned_at=None)


class Checkout(models.Model):
    """One person has the login in hand, alone, with a reason (R-006)."""

    credential = models.ForeignKey(Credential, models.PROTECT, related_name="checkouts", verbose_name=_("credential"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="login_checkouts", verbose_name=_("taken by")
    )
    ground = models.CharField(_("on what ground"), max_length=12, choices=GROUNDS)
    share = models.ForeignKey(Share, models.PROTECT, null=True, blank=True, related_name="checkouts")
    reason = models.CharField(_("reason"), max_length=300)
    taken_at = models.DateTimeField(_("taken at"))
    due_back_at = models.DateTimeField(_("back by"))
    returned_at = models.DateTimeField(_("given back at"), null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    objects = CheckoutQuerySet.as_manager()

    class Meta:
        verbose_name = _("checkout")
        verbose_name_plural = _("checkouts")
        ordering = ["-taken_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["credential"], condition=Q(returned_at=None), name="checkout_one_person_at_a_time"
            ),
            models.CheckConstraint(
                condition=~Q(ground=BY_SHARE) | Q(share__isnull=False), name="checkout_by_share_names_it"
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | (Q(ground=BREAK_GLASS) & ~Q(reviewed_by=F("person"))),
                name="checkout_reviewed_by_somebody_else",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.credential_id} {self.person}"


class Reveal(models.Model):
    """The secret may be shown once, to this person, for this checkout, within minutes; or was (R-006)."""

    checkout = models.ForeignKey(Checkout, models.PROTECT, related_name="reveals", verbose_name=_("checkout"))
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("for"))
    number = models.PositiveIntegerField(_("times changed"))
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("until"))
    shown_at = models.DateTimeField(_("shown at"), null=True, blank=True)

    class Meta:
        verbose_name = _("reveal")
        verbose_name_plural = _("reveals")
        ordering = ["-asked_at"]

    def __str__(self) -> str:
        return f"{self.checkout_id} {self.person}"

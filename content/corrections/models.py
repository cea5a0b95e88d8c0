"""What was wrong in a post that stands, what should stand instead, and what came of it (R-027, R-040)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.corrections.rules import NOTICED_LIMIT
from content.corrections.workflow import AGREED, CORRECTION, DONE, OPEN
from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint


class CorrectionQuerySet(models.QuerySet["Correction"]):
    """Named filters of corrections."""

    def visible_to(self, user: Any) -> Self:
        """Those on accounts that this person may see."""
        return self.filter(account_id__in=accounts_for(user, VIEW_ACCOUNT))

    def open(self) -> Self:
        """Those that are not carried out, refused or given up."""
        return self.filter(status__in=OPEN)

    def done(self) -> Self:
        """Those after which another text stands on the platform."""
        return self.filter(status=DONE)


class Correction(models.Model):
    """One correction of one post. `sha256` is that of `corrected_text` as it was asked for and agreed to."""

    machine: ClassVar[Machine] = CORRECTION

    publication = models.ForeignKey(
        "content.Publication", models.PROTECT, related_name="corrections", verbose_name=_("publication")
    )
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="+", verbose_name=_("account")
    )
    wrong = models.TextField(_("what is wrong"))
    corrected_text = models.TextField(_("corrected text"))
    sha256 = models.CharField(_("SHA-256 of the corrected text"), max_length=64)
    noticed_by = models.CharField(_("who noticed it"), max_length=NOTICED_LIMIT)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    request = models.ForeignKey(
        "governance.ApprovalRequest", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("request"),
    )  # fmt: skip
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    due_at = models.DateTimeField(_("to be corrected by"), null=True, blank=True)
    text_before = models.TextField(_("text before"), blank=True)
    address_before = models.URLField(_("address before"), max_length=500, blank=True)
    url = models.URLField(_("address of the corrected post"), max_length=500, blank=True)
    proof = models.ForeignKey(
        "content.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof picture")
    )
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("corrected by"),
    )  # fmt: skip
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=CORRECTION.choices, default=CORRECTION.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        default_permissions = ("view",)
        ordering = ["-asked_at", "-pk"]
        indexes = [models.Index(fields=["account", "-asked_at"], name="correction_account_time")]
        constraints = [
            state_constraint(CORRECTION, "correction_status_known"),
            models.UniqueConstraint(
                fields=["publication"], condition=Q(status__in=OPEN), name="correction_one_open"
            ),
            models.CheckConstraint(
                condition=~Q(wrong="") & ~Q(corrected_text="") & ~Q(noticed_by=""), name="correction_says_what"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[AGREED, DONE]) | Q(request__isnull=False, agreed_at__isnull=False),
                name="correction_agreed_to",
            ),
            models.CheckConstraint(
                condition=~Q(status=DONE)
                | (Q(proof__isnull=False, corrected_by__isnull=False, corrected_at__isnull=False) & ~Q(url="")),
                name="correction_done_with_proof",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return str(self.publication)

    def get_absolute_url(self) -> str:
        """The page of this correction."""
        return reverse("content:correction_detail", args=[self.pk])

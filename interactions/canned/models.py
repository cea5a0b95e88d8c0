"""Texts that may be used again as they are: approved by a second person, until a day (R-061)."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.public import Machine, state_constraint
from interactions.canned.workflow import CANNED


class CannedReplyQuerySet(models.QuerySet["CannedReply"]):
    """Filters that read as sentences."""

    def usable(self, account_id: int, on: date) -> Self:
        """Approved, not expired, for every account or for this one."""
        return self.filter(Q(account=None) | Q(account_id=account_id), status="approved", expires_on__gte=on)


class CannedReply(models.Model):
    """A text for questions that come again and again."""

    machine: ClassVar[Machine] = CANNED

    title = models.CharField(_("title"), max_length=80)
    text = models.TextField(_("text"))
    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="canned_replies",
        verbose_name=_("only for the account"),
    )
    status = models.CharField(_("status"), max_length=10, choices=CANNED.choices, default=CANNED.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    written_at = models.DateTimeField(_("written at"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    expires_on = models.DateField(_("may be used until"))

    objects = CannedReplyQuerySet.as_manager()

    class Meta:
        verbose_name = _("canned reply")
        verbose_name_plural = _("canned replies")
        default_permissions = ("view",)
        ordering = ["title"]
        constraints = [
            state_constraint(CANNED, "canned_reply_status_known"),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(approved_by__isnull=False) & ~Q(approved_by=F("author"))),
                name="canned_reply_approved_by_a_second_person",
            ),
        ]

    def __str__(self) -> str:
        return self.title

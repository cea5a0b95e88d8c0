"""What people are told, and by which channel it went out."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from governance.notices.rules import CHANNELS, FAILED, SENT, STATES, WAITING


class NoticeQuerySet(models.QuerySet["Notice"]):
    """Named filters."""

    def of(self, user: object) -> NoticeQuerySet:
        return self.filter(recipient=user)

    def unread(self) -> NoticeQuerySet:
        return self.filter(read_at=None)


class Notice(models.Model):
    """One thing told to one person, once: (recipient, key) is unique."""

    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", db_index=False, verbose_name=_("recipient")
    )
    template = models.CharField(_("template"), max_length=60)
    params = models.JSONField(_("parameters"), default=dict)
    kind = models.CharField(_("kind"), max_length=40, blank=True)
    object_id = models.PositiveBigIntegerField(_("record"), null=True, blank=True)
    key = models.CharField(_("key"), max_length=120)
    urgent = models.BooleanField(_("urgent"), default=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["recipient", "key"], name="notice_told_once")]
        indexes = [
            models.Index(fields=["recipient", "-id"], name="notice_list"),
            models.Index(fields=["recipient", "-id"], name="notice_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return self.key


class Delivery(models.Model):
    """A notice on its way out by one channel.

    `recipient` repeats that of the notice, for the claim; its constraint stands there.
    While somebody sends it, `next_try_at` is the end of the lease: whatever dies, it comes up again.
    """

    notice = models.ForeignKey(
        Notice, models.CASCADE, related_name="deliveries", db_index=False, verbose_name=_("notice")
    )
    recipient = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="deliveries",
        db_index=False,
        db_constraint=False,
        verbose_name=_("recipient"),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=[(row.code, row.label) for row in CHANNELS])
    state = models.CharField(_("state"), max_length=8, choices=STATES, default=WAITING)
    urgent = models.BooleanField(_("urgent"), default=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_try_at = models.DateTimeField(_("next try at"), default=timezone.now)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("last error"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["notice", "channel"], name="delivery_once_per_channel"),
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _label in STATES]), name="delivery_state_known"
            ),
        ]
        indexes = [
            models.Index(fields=["next_try_at", "id"], name="delivery_waiting", condition=Q(state=WAITING)),
            models.Index(fields=["recipient", "channel", "sent_at"], name="delivery_sent", condition=Q(state=SENT)),
            models.Index(fields=["-id"], name="delivery_failed", condition=Q(state=FAILED)),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Subscription(models.Model):
    """Whether a person wants a channel, and where it reaches them. Without a row: mail on, chat off.

    `address` of a chat channel is the token of a webhook, a secret: kept sealed (see `address.py`).
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.CASCADE,
        related_name="subscriptions",
        db_index=False,
        verbose_name=_("person"),
    )
    channel = models.CharField(_("channel"), max_length=10, choices=[(row.code, row.label) for row in CHANNELS])
    address = models.TextField(_("sealed address"), blank=True)
    is_on = models.BooleanField(_("on"), default=True)

    class Meta:
        verbose_name = _("channel of a person")
        verbose_name_plural = _("channels of people")
        ordering = ["user", "channel"]
        constraints = [models.UniqueConstraint(fields=["user", "channel"], name="subscription_once")]

    def __str__(self) -> str:
        return self.get_channel_display()

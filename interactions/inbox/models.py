"""Messages that people write to our accounts, and what we answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint
from interactions.inbox.workflow import CHANNELS, MESSAGE, MESSAGE_KINDS, OPEN, URGENCY_CHOICES, WAITING

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.public import User


class Contact(models.Model):
    """Somebody who wrote to us: the handle and the platform's own id, nothing else (P-01)."""

    platform = models.CharField(_("platform"), max_length=20)
    external_id = models.CharField(_("number on the platform"), max_length=120)
    handle = models.CharField(_("handle"), max_length=120)

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        constraints = [models.UniqueConstraint(fields=["platform", "external_id"], name="contact_once_per_platform")]

    def __str__(self) -> str:
        return self.handle


class MessageQuerySet(models.QuerySet["Message"]):
    """Filters that read as sentences."""

    def visible_to(self, user: User) -> MessageQuerySet:
        return self.filter(account_id__in=accounts_for(user, VIEW_ACCOUNT))

    def waiting(self) -> MessageQuerySet:
        """Without a final answer yet: new, in work or promised."""
        return self.filter(status__in=WAITING)

    def open(self) -> MessageQuerySet:
        return self.filter(status__in=OPEN)

    def overdue(self, now: datetime) -> MessageQuerySet:
        """Waiting for a first answer past the time that the rule book gives."""
        return self.filter(status__in=("new", "assigned"), due_at__lt=now)


class Message(models.Model):
    """One comment or direct message; due by the rule book's calendar (R-060)."""

    machine: ClassVar[Machine] = MESSAGE

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="messages", verbose_name=_("account")
    )
    channel = models.CharField(_("channel"), max_length=10, choices=CHANNELS)
    external_id = models.CharField(_("number on the platform"), max_length=120)
    contact = models.ForeignKey(Contact, models.PROTECT, related_name="messages", verbose_name=_("from"))
    answers_to = models.CharField(_("answers the message"), max_length=120, blank=True)
    publication = models.ForeignKey(
        "content.Publication",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="messages",
        verbose_name=_("under the post"),
    )
    text = models.TextField(_("text"))
    kind = models.CharField(_("about"), max_length=12, choices=MESSAGE_KINDS, default="question")
    urgency = models.CharField(_("class"), max_length=10, choices=URGENCY_CHOICES, default="ordinary")
    urgency_reason = models.CharField(_("why this class"), max_length=200)
    status = models.CharField(_("status"), max_length=12, choices=MESSAGE.choices, default=MESSAGE.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="owned_messages",
        verbose_name=_("owner"),
    )
    posted_at = models.DateTimeField(_("written at"))
    received_at = models.DateTimeField(_("received at"))
    due_at = models.DateTimeField(_("due at"))
    first_reply_at = models.DateTimeField(_("first answered at"), null=True, blank=True)
    promised_at = models.DateTimeField(_("promised until"), null=True, blank=True)
    snoozed_until = models.DateTimeField(_("asleep until"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["account", "channel", "external_id"], name="message_once_per_account"),
            state_constraint(MESSAGE, "message_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["answered", "closed"]) | Q(first_reply_at__isnull=False),
                name="message_closed_only_when_answered",
            ),
            models.CheckConstraint(
                condition=~Q(status="holding") | Q(promised_at__isnull=False), name="message_holding_has_promise"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], name="message_queue", condition=Q(status__in=WAITING)),
            models.Index(
                fields=["account", "due_at", "id"], name="message_queue_account", condition=Q(status__in=WAITING)
            ),
            models.Index(fields=["account", "-received_at", "-id"], name="message_of_account"),
            models.Index(fields=["owner", "due_at"], name="message_of_owner", condition=Q(status__in=WAITING)),
            models.Index(fields=["contact", "received_at"], name="message_of_contact"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"


class Reply(models.Model):
    """What we answered; a holding reply carries the time that it promises (R-062, D-4.1.2)."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="replies", verbose_name=_("message"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent at"))
    promised_at = models.DateTimeField(_("promised until"), null=True, blank=True)
    url = models.URLField(_("address"), blank=True)

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        default_permissions = ("view",)
        ordering = ["sent_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]

    @property
    def is_holding(self) -> bool:
        return self.promised_at is not None


class InternalNote(models.Model):
    """A word among colleagues about a message; never sent."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="notes", verbose_name=_("message"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("internal note")
        verbose_name_plural = _("internal notes")
        default_permissions = ("view",)
        ordering = ["written_at", "id"]

    def __str__(self) -> str:
        return self.text[:60]

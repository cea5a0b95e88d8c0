"""Messages that people write to our accounts, and what we answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Machine, accounts_for, listed, state_constraint
from interactions.inbox.rules import LONG_AGO, PRESENCE
from interactions.inbox.workflow import CHANNELS, MEASURES, MESSAGE, MESSAGE_KINDS, OPEN, URGENCY_CHOICES, WAITING

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

    def visible_to(self, user: User) -> Self:
        return self.filter(account_id__in=accounts_for(user, VIEW_ACCOUNT))

    def waiting(self) -> Self:
        """Without a final answer yet: new, in work or promised. A range, so that the index of the queue serves."""
        return self.filter(queue_at__gt=LONG_AGO)

    def awake(self, now: datetime) -> Self:
        """Not put to sleep, or awake again."""
        return self.filter(Q(snoozed_until=None) | Q(snoozed_until__lte=now))

    def open(self) -> Self:
        return self.filter(status__in=OPEN)

    def overdue(self, now: datetime) -> Self:
        """Waiting past the time that the rule book gives, or that was promised."""
        return self.filter(queue_at__lt=now)


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
    # Where it stands in the queue while it waits, nothing when it does not: one small index serves the queue page.
    queue_at = models.GeneratedField(
        expression=Case(
            When(status="holding", then=F("promised_at")),
            When(status__in=WAITING, then=F("due_at")),
            default=None,
        ),
        output_field=models.DateTimeField(null=True),
        db_persist=True,
        verbose_name=_("place in the queue"),
    )
    measures = models.JSONField(_("measures taken"), default=list, blank=True)
    outcome = models.TextField(_("what became of the suggestion"), blank=True)
    reopened_at = models.DateTimeField(_("opened again at"), null=True, blank=True)
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
            models.Index(fields=["queue_at", "id"], name="message_queue", condition=Q(queue_at__isnull=False)),
            models.Index(
                fields=["account", "queue_at", "id"],
                name="message_queue_account",
                condition=Q(queue_at__isnull=False),
            ),
            models.Index(
                fields=["owner", "queue_at", "id"], name="message_of_owner", condition=Q(queue_at__isnull=False)
            ),
            models.Index(fields=["account", "-received_at", "-id"], name="message_of_account"),
            models.Index(fields=["-received_at", "-id"], name="message_newest"),
            models.Index(fields=["status", "-received_at", "-id"], name="message_of_status"),
            models.Index(fields=["contact", "received_at"], name="message_of_contact"),
        ]

    def __str__(self) -> str:
        return self.text if len(self.text) <= 60 else f"{self.text[:59]}…"

    @property
    def class_reason(self) -> str:
        """Why it has its class, in the reader's language where a rule said so, else in the words of a person."""
        return gettext(self.urgency_reason) if self.urgency_reason else ""

    @property
    def measure_words(self) -> str:
        """The measures taken, in words."""
        return listed(str(label) for code, label in MEASURES if code in self.measures)


class Reply(models.Model):
    """What we answered; a holding reply carries the time that it promises (R-062, D-4.1.2)."""

    message = models.ForeignKey(Message, models.PROTECT, related_name="replies", verbose_name=_("message"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("text"))
    sent_at = models.DateTimeField(_("sent at"))
    promised_at = models.DateTimeField(_("promised until"), null=True, blank=True)
    warnings = models.JSONField(_("warnings answered"), default=list, blank=True)
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


class PresenceQuerySet(models.QuerySet["MessagePresence"]):
    """Who is there at a moment."""

    def there(self, now: datetime) -> Self:
        return self.filter(seen_at__gt=now - PRESENCE)


class MessagePresence(models.Model):
    """Somebody looks at a message, or writes an answer; counts for a short while only."""

    message = models.ForeignKey(
        Message, models.CASCADE, related_name="presences", db_index=False, verbose_name=_("message")
    )
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("person"))
    is_writing = models.BooleanField(_("writes"), default=False)
    seen_at = models.DateTimeField(_("seen at"))

    objects = PresenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["message", "user"], name="presence_once")]
        indexes = [models.Index(fields=["seen_at"], name="presence_seen")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.message_id}"


class MessageWording(models.Model):
    """Words that a message had before its author changed them on the platform: what was answered stays readable."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="wordings", verbose_name=_("message"))
    text = models.TextField(_("text"))
    replaced_at = models.DateTimeField(_("replaced at"))
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("brought in by")
    )

    class Meta:
        verbose_name = _("earlier words")
        verbose_name_plural = _("earlier words")
        ordering = ["message", "-replaced_at"]

    def __str__(self) -> str:
        return self.text[:60]

"""Which accounts are reached by an interface, and what is on its way there (R-040)."""

from __future__ import annotations

import uuid
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.connectors.rules import ACTIONS, ADDRESS_LIMIT, KIND_CHOICES, PUBLISH_IT, WITHDRAW_IT, WORDS_LIMIT
from content.connectors.workflow import DISPATCH, PENDING, SENT, WAITING
from governance.public import Machine, accounts_for, state_constraint


class Connection(models.Model):
    """The interface of one platform account; what opens it lies in custody as a token."""

    account = models.OneToOneField(
        "accounts.PlatformAccount", models.PROTECT, related_name="connection", verbose_name=_("account")
    )
    kind = models.CharField(_("interface"), max_length=10, choices=KIND_CHOICES)
    address = models.CharField(_("address"), max_length=ADDRESS_LIMIT)
    credential = models.ForeignKey(
        "accounts.Credential", models.PROTECT, related_name="+", verbose_name=_("token in custody")
    )
    is_on = models.BooleanField(_("in use"), default=True)
    connected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("connected by")
    )
    connected_at = models.DateTimeField(_("connected at"))
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        verbose_name = _("interface of an account")
        verbose_name_plural = _("interfaces of accounts")
        ordering = ["account"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _label in KIND_CHOICES]), name="connection_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} · {self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """The page on which it is changed."""
        return reverse("content:connection_edit", args=[self.account.handle])


class DispatchQuerySet(models.QuerySet["Dispatch"]):
    """Named filters."""

    def visible_to(self, user: Any) -> Self:
        """Those on accounts that this person may see."""
        return self.filter(account_id__in=accounts_for(user, "accounts.view_platformaccount"))

    def pending(self) -> Self:
        """Those of which something may still come."""
        return self.filter(status__in=PENDING)

    def unsent(self) -> Self:
        """Posts that wait for their turn, of which nothing was sent yet."""
        return self.filter(status=WAITING, action=PUBLISH_IT, first_sent_at=None)


class Dispatch(models.Model):
    """An order to an interface, in the outbox: to publish one sealed version on one account, or to take a post down.

    `kind` and `address` are those of the interface when it was ordered: to another one nothing of it is sent.
    `next_try_at` is the end of the lease while somebody tries; `tries` tells whose the row is. `maybe_out` stands from
    just before a post is sent until its outcome is known.
    """

    machine: ClassVar[Machine] = DISPATCH

    action = models.CharField(_("what"), max_length=8, choices=ACTIONS)
    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="dispatches")
    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="+")
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="+", verbose_name=_("account")
    )
    connection = models.ForeignKey(Connection, models.PROTECT, related_name="dispatches")
    kind = models.CharField(_("interface"), max_length=10, choices=KIND_CHOICES)
    address = models.CharField(_("address of the interface"), max_length=ADDRESS_LIMIT)
    publication = models.ForeignKey(
        "content.Publication", models.PROTECT, null=True, blank=True, related_name="dispatches"
    )
    key = models.UUIDField(_("idempotency key"), unique=True, default=uuid.uuid4, editable=False)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("ordered by")
    )
    asked_at = models.DateTimeField(_("ordered at"))
    not_before = models.DateTimeField(_("not before"))
    status = models.CharField(_("status"), max_length=10, choices=DISPATCH.choices, default=DISPATCH.initial)
    next_try_at = models.DateTimeField(_("next try"))
    tries = models.PositiveIntegerField(_("tries"), default=0)
    failures = models.PositiveIntegerField(_("tries that failed"), default=0)
    first_sent_at = models.DateTimeField(_("sent first"), null=True, blank=True)
    last_sent_at = models.DateTimeField(_("sent last"), null=True, blank=True)
    maybe_out = models.BooleanField(_("may stand already"), default=False)
    words = models.CharField(_("what came of it"), max_length=WORDS_LIMIT, blank=True)
    external_id = models.CharField(_("number on the platform"), max_length=120, blank=True)
    url = models.CharField(_("address"), max_length=500, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = DispatchQuerySet.as_manager()

    class Meta:
        verbose_name = _("order to an interface")
        verbose_name_plural = _("orders to interfaces")
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["next_try_at"], condition=Q(status="waiting"), name="dispatch_waiting"),
            models.Index(fields=["draft", "account"], name="dispatch_of_draft"),
        ]
        constraints = [
            state_constraint(DISPATCH, "dispatch_status_known"),
            models.CheckConstraint(condition=Q(action__in=[PUBLISH_IT, WITHDRAW_IT]), name="dispatch_action_known"),
            # Whatever happens, one order at a time may bring a post of this draft onto this account.
            models.UniqueConstraint(
                fields=["draft", "account"],
                condition=Q(action=PUBLISH_IT, status__in=[*PENDING, SENT]),
                name="dispatch_one_post",
            ),
            models.CheckConstraint(
                condition=~Q(action=PUBLISH_IT, status=SENT)
                | (Q(publication__isnull=False) & ~Q(external_id="") & ~Q(url="")),
                name="dispatch_sent_with_post",
            ),
            models.CheckConstraint(
                condition=~Q(action=WITHDRAW_IT) | Q(publication__isnull=False), name="dispatch_withdraws_a_post"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.draft} > {self.account}"

    def get_absolute_url(self) -> str:
        """Where the publisher sees how it goes."""
        return reverse("content:dispatch_list") + f"#dispatch-{self.pk}"

    @property
    def reaches_its_interface(self) -> bool:
        """Whether the account is still connected with the interface for which this was ordered."""
        return (self.kind, self.address) == (self.connection.kind, self.connection.address)

    def goes_at(self, scheduled_at: datetime | None) -> datetime:
        """When it is due if its draft is planned for that time, or for none: never before it was ordered."""
        return max(self.asked_at, scheduled_at or self.asked_at)

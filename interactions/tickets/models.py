"""Problem tickets: what a department must settle before a message can be answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint
from interactions.tickets.workflow import SUBJECT_CHOICES, TICKET

if TYPE_CHECKING:
    from datetime import datetime

    from accounts.public import User


class TicketQuerySet(models.QuerySet["Ticket"]):
    """Filters that read as sentences."""

    def visible_to(self, user: User) -> Self:
        """Those of the accounts that one may see, and those that came to one's own department."""
        mine = Q(account_id__in=accounts_for(user, VIEW_ACCOUNT)) | Q(owner_id=user.pk)
        if user.department_id is not None:
            mine |= Q(department_id=user.department_id)
        return self.filter(mine)

    def unclosed(self) -> Self:
        return self.exclude(status="closed")

    def overdue(self, now: datetime) -> Self:
        return self.filter(status="open", due_at__lt=now)


class Ticket(models.Model):
    """A problem sent to a department, with a due time and a result (D-6.2.1b, R-063)."""

    machine: ClassVar[Machine] = TICKET

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="tickets", verbose_name=_("account")
    )
    message = models.ForeignKey(
        "interactions.Message",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="tickets",
        verbose_name=_("message"),
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="tickets", verbose_name=_("department")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_tickets", verbose_name=_("owner")
    )
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="opened_tickets", verbose_name=_("opened by")
    )
    subject = models.CharField(_("subject"), max_length=12, choices=SUBJECT_CHOICES, default="problem")
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("problem"))
    result = models.TextField(_("result"), blank=True)
    return_note = models.TextField(_("why it was sent back"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=TICKET.choices, default=TICKET.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    resolved_at = models.DateTimeField(_("result given at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("result by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = TicketQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem ticket")
        verbose_name_plural = _("problem tickets")
        default_permissions = ("view",)
        constraints = [
            state_constraint(TICKET, "ticket_status_known"),
            models.CheckConstraint(
                condition=Q(status="open") | (~Q(result="") & Q(resolved_at__isnull=False)),
                name="ticket_result_before_resolved",
            ),
        ]
        indexes = [
            models.Index(fields=["department", "status", "due_at"], name="ticket_of_department"),
            models.Index(fields=["account", "status", "due_at"], name="ticket_of_account"),
        ]

    def __str__(self) -> str:
        return self.title

"""Problem tickets: what a department must settle before a message can be answered."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.public import Machine, state_constraint
from interactions.tickets.workflow import TICKET


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
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("problem"))
    result = models.TextField(_("result"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=TICKET.choices, default=TICKET.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    resolved_at = models.DateTimeField(_("result given at"), null=True, blank=True)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("result by")
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

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
        indexes = [models.Index(fields=["department", "status", "due_at"], name="ticket_of_department")]

    def __str__(self) -> str:
        return self.title

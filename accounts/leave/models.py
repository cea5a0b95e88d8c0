"""Leave of duty holders, and the deadlines that their deputies looked after meanwhile (R-016, D-7.2.4b)."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.leave.workflow import APPROVED, AWAY, HELD, LEAVE, UNAPPROVED
from governance.public import Machine, state_constraint

REASON_LIMIT = 2000


class LeaveQuerySet(models.QuerySet["Leave"]):
    """Named filters of leave."""

    def held(self) -> Self:
        """Asked for or away: the days are taken."""
        return self.filter(status__in=HELD)

    def away(self) -> Self:
        """The person is, was or will be away."""
        return self.filter(status__in=AWAY)

    def touching(self, begins_at: datetime, ends_at: datetime) -> Self:
        """Those that share a moment with that time."""
        return self.filter(begins_at__lt=ends_at, ends_at__gt=begins_at)

    def at(self, moment: datetime) -> Self:
        """Away at that moment."""
        return self.away().filter(begins_at__lte=moment, ends_at__gt=moment)


class Leave(models.Model):
    """From the first day up to and including the last one, on the person's own clock."""

    machine: ClassVar[Machine] = LEAVE

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="leaves", db_index=False, verbose_name=_("person")
    )
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    begins_at = models.DateTimeField(_("begins at"), editable=False)
    ends_at = models.DateTimeField(_("ends at"), editable=False)
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="deputyships",
        db_index=False,
        verbose_name=_("deputy"),
    )
    reason = models.TextField(_("reason"), max_length=REASON_LIMIT)
    status = models.CharField(_("status"), max_length=10, choices=LEAVE.choices, default=LEAVE.initial)
    request = models.OneToOneField(
        "governance.ApprovalRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="leave",
        verbose_name=_("request"),
    )
    asked_at = models.DateTimeField(_("asked at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        default_permissions = ("view",)
        ordering = ["-first_day", "-pk"]
        indexes = [
            models.Index(fields=["person", "ends_at"], name="leave_of_person"),
            models.Index(fields=["deputy", "ends_at"], name="leave_of_deputy"),
            models.Index(fields=["status", "ends_at"], name="leave_status_ends"),
        ]
        constraints = [
            state_constraint(LEAVE, "leave_status_known"),
            models.CheckConstraint(condition=Q(first_day__lte=F("last_day")), name="leave_days_in_order"),
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="leave_moments_in_order"),
            models.CheckConstraint(condition=Q(deputy=None) | ~Q(deputy=F("person")), name="leave_deputy_is_another"),
            models.CheckConstraint(condition=Q(deputy__isnull=False) | Q(status=UNAPPROVED), name="leave_with_deputy"),
            models.CheckConstraint(
                condition=~Q(status=APPROVED)
                | (
                    Q(decided_by__isnull=False, decided_at__isnull=False, request__isnull=False)
                    & ~Q(decided_by=F("person"))
                ),
                name="leave_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.first_day:%Y-%m-%d} – {self.last_day:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The page of this leave."""
        return reverse("accounts:leave_detail", args=[self.pk])


class LeaveHandover(models.Model):
    """One deadline that went to the deputy, and whether it came back."""

    leave = models.ForeignKey(Leave, models.PROTECT, related_name="handovers", db_index=False)
    deadline = models.ForeignKey("governance.Deadline", models.CASCADE, related_name="+", verbose_name=_("deadline"))
    handed_at = models.DateTimeField(_("handed over at"))
    returned_at = models.DateTimeField(_("handed back at"), null=True, blank=True)

    class Meta:
        verbose_name = _("deadline handed over")
        verbose_name_plural = _("deadlines handed over")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["leave", "deadline"], name="leave_handover_once")]
        indexes = [models.Index(fields=["leave"], name="leave_handover_open", condition=Q(returned_at=None))]

    def __str__(self) -> str:
        return f"{self.leave_id} > {self.deadline_id}"

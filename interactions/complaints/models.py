"""Complaints: accepted, investigated, solved, told; never closed unanswered."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint
from interactions.complaints.workflow import COMPLAINT, REMEDIES

if TYPE_CHECKING:
    from accounts.public import User


class ComplaintQuerySet(models.QuerySet["Complaint"]):
    """Filters that read as sentences."""

    def visible_to(self, user: User) -> Self:
        """Those of the accounts that one may see, and those that one owns or was told of."""
        mine = Q(account_id__in=accounts_for(user, VIEW_ACCOUNT))
        return self.filter(mine | Q(owner_id=user.pk) | Q(superior_id=user.pk))

    def unclosed(self) -> Self:
        return self.exclude(status="closed")


class Complaint(models.Model):
    """One complaint with its steps; the database keeps it from closing with a gap (R-065, R-066, R-067)."""

    machine: ClassVar[Machine] = COMPLAINT

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="complaints", verbose_name=_("account")
    )
    message = models.OneToOneField(
        "interactions.Message",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="complaint_record",
        verbose_name=_("message"),
    )
    title = models.CharField(_("title"), max_length=120)
    description = models.TextField(_("what is complained about"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="owned_complaints", verbose_name=_("owner")
    )
    superior = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="reported_complaints",
        verbose_name=_("reported to"),
    )
    report = models.TextField(_("report to the superior"))
    reported_at = models.DateTimeField(_("reported at"))
    superior_received_at = models.DateTimeField(_("superior confirmed at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=14, choices=COMPLAINT.choices, default=COMPLAINT.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    received_at = models.DateTimeField(_("received at"))
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True)
    cause = models.TextField(_("cause"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    told_text = models.TextField(_("what the user was told"), blank=True)
    told_at = models.DateTimeField(_("user told at"), null=True, blank=True)
    harm_confirmed = models.BooleanField(_("harm confirmed"), default=False)
    remedy_kind = models.CharField(_("kind of remedy"), max_length=12, choices=REMEDIES, blank=True)
    remedy = models.TextField(_("apology or compensation"), blank=True)
    remedy_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("decided by")
    )
    remedy_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("approved by"),
    )
    remedy_approved_at = models.DateTimeField(_("remedy approved at"), null=True, blank=True)
    remedy_proof = models.TextField(_("proof of the remedy"), blank=True)
    remedy_done_at = models.DateTimeField(_("remedy carried out at"), null=True, blank=True)
    due_at = models.DateTimeField(_("due at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)

    objects = ComplaintQuerySet.as_manager()

    class Meta:
        verbose_name = _("complaint")
        verbose_name_plural = _("complaints")
        default_permissions = ("view",)
        constraints = [
            state_constraint(COMPLAINT, "complaint_status_known"),
            models.CheckConstraint(
                condition=~Q(status="closed")
                | (
                    ~Q(cause="")
                    & ~Q(solution="")
                    & Q(told_at__isnull=False)
                    & Q(accepted_at__isnull=False)
                    & Q(superior_received_at__isnull=False)
                ),
                name="complaint_closed_without_gap",
            ),
            models.CheckConstraint(
                condition=Q(remedy_approved_by=None) | ~Q(remedy_approved_by=F("remedy_by")),
                name="complaint_remedy_approved_by_somebody_else",
            ),
            models.CheckConstraint(
                condition=Q(remedy_done_at=None)
                | (Q(remedy_approved_by__isnull=False) & ~Q(remedy="") & ~Q(remedy_proof="")),
                name="complaint_remedy_approved_before_done",
            ),
            models.CheckConstraint(
                condition=~Q(status="closed") | Q(harm_confirmed=False) | Q(remedy_done_at__isnull=False),
                name="complaint_harm_made_good_before_closed",
            ),
            models.CheckConstraint(condition=~Q(superior=F("owner")), name="complaint_superior_is_somebody_else"),
        ]
        indexes = [
            models.Index(fields=["status", "due_at"], name="complaint_queue"),
            models.Index(fields=["account", "due_at"], name="complaint_of_account"),
        ]

    def __str__(self) -> str:
        return self.title


# What one round of a complaint came to; a complaint that is opened again after it was closed begins anew.
ROUND_FIELDS = (
    "accepted_at", "cause", "solution", "told_text", "told_at", "superior_received_at", "harm_confirmed",
    "remedy_kind", "remedy", "remedy_by", "remedy_approved_by", "remedy_approved_at", "remedy_proof",
    "remedy_done_at", "due_at", "closed_at",
)  # fmt: skip


class ComplaintRound(models.Model):
    """An earlier round, as it stood when it was closed: kept whole when the complaint is opened again (R-065)."""

    complaint = models.ForeignKey(Complaint, models.PROTECT, related_name="rounds", verbose_name=_("complaint"))
    number = models.PositiveSmallIntegerField(_("round"))
    reopened_at = models.DateTimeField(_("opened again at"))
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened again by")
    )
    accepted_at = models.DateTimeField(_("accepted at"), null=True)
    cause = models.TextField(_("cause"), blank=True)
    solution = models.TextField(_("solution"), blank=True)
    told_text = models.TextField(_("what the user was told"), blank=True)
    told_at = models.DateTimeField(_("user told at"), null=True)
    superior_received_at = models.DateTimeField(_("superior confirmed at"), null=True)
    harm_confirmed = models.BooleanField(_("harm confirmed"))
    remedy_kind = models.CharField(_("kind of remedy"), max_length=12, choices=REMEDIES, blank=True)
    remedy = models.TextField(_("apology or compensation"), blank=True)
    remedy_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    remedy_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("approved by")
    )
    remedy_approved_at = models.DateTimeField(_("remedy approved at"), null=True)
    remedy_proof = models.TextField(_("proof of the remedy"), blank=True)
    remedy_done_at = models.DateTimeField(_("remedy carried out at"), null=True)
    due_at = models.DateTimeField(_("due at"))
    closed_at = models.DateTimeField(_("closed at"))

    class Meta:
        verbose_name = _("round of a complaint")
        verbose_name_plural = _("rounds of complaints")
        ordering = ["complaint", "number"]
        constraints = [models.UniqueConstraint(fields=["complaint", "number"], name="complaint_round_once")]

    def __str__(self) -> str:
        return f"{self.complaint_id} #{self.number}"

"""Rounds in which the rights on an account are kept or revoked, one line for each grant (R-013, O-3.3.3)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.recertification.rules import MANAGE, MANAGE_PEOPLE
from accounts.recertification.workflow import BY_ITSELF, BY_PERSON, CLOSED, LINE, OPEN, REVOKED, ROUND, WAITING
from governance.public import ROLES_BY_CODE, Machine, Sentence, accounts_for, can, standing_in_for, state_constraint

if TYPE_CHECKING:
    from accounts.people.models import User

REASON_LIMIT = 500


class RecertificationRoundQuerySet(models.QuerySet["RecertificationRound"]):
    """Named filters of rounds."""

    def open(self) -> Self:
        """Under way."""
        return self.filter(status=OPEN)

    def closed(self) -> Self:
        """Every line is decided."""
        return self.filter(status=CLOSED)

    def visible_to(self, user: User, at: datetime) -> Self:
        """Of accounts that one manages, or with lines of one's own to decide; all for who keeps or reads people."""
        if can(user, MANAGE_PEOPLE) or can(user, "governance.read_everything"):
            return self
        mine = RecertificationLine.objects.of_reviewers([user.pk, *standing_in_for(user.pk, at)])
        return self.filter(Q(account_id__in=accounts_for(user, MANAGE)) | Q(pk__in=mine.values("round_id")))


class RecertificationRound(models.Model):
    """The review of all grants on one account, or of those that hang on no account, as they stood at its opening."""

    machine: ClassVar[Machine] = ROUND

    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="recertification_rounds",
        db_index=False,
        verbose_name=_("platform account"),
    )
    status = models.CharField(_("status"), max_length=10, choices=ROUND.choices, default=ROUND.initial)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("opened by")
    )
    due_at = models.DateTimeField(_("to be decided by"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = RecertificationRoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("review of rights")
        verbose_name_plural = _("reviews of rights")
        default_permissions = ("view",)
        ordering = ["-opened_at", "-pk"]
        constraints = [
            state_constraint(ROUND, "recertification_status_known"),
            models.UniqueConstraint(
                fields=["account"], condition=Q(status=OPEN), name="recertification_one_open_round"
            ),
            models.UniqueConstraint(
                fields=["status"], condition=Q(status=OPEN, account=None), name="recertification_one_open_in_company"
            ),
            models.CheckConstraint(
                condition=Q(status=OPEN, closed_at=None) | Q(status=CLOSED, closed_at__isnull=False),
                name="recertification_closed_has_time",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="recertification_due_after_opening"),
        ]
        indexes = [
            models.Index(fields=["account", "closed_at"], name="recertification_of_account"),
            models.Index(fields=["opened_at", "id"], name="recertification_newest"),
        ]

    def __str__(self) -> str:
        place = str(self.account) if self.account_id else str(_("Roles in the company"))
        return f"{place} · {self.opened_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The page of this round."""
        return reverse("accounts:recertification_round", args=[self.pk])


class RecertificationLineQuerySet(models.QuerySet["RecertificationLine"]):
    """Named filters of lines."""

    def waiting(self) -> Self:
        """Not decided."""
        return self.filter(status=WAITING)

    def of_reviewers(self, people: Collection[int]) -> Self:
        """Theirs to decide."""
        return self.filter(reviewer_id__in=people)


class RecertificationLine(models.Model):
    """One grant under review: who decides about it, and what was decided. Nothing is kept by silence."""

    machine: ClassVar[Machine] = LINE

    round = models.ForeignKey(
        RecertificationRound, models.PROTECT, related_name="lines", db_index=False, verbose_name=_("review of rights")
    )
    grant = models.ForeignKey(
        "governance.Grant", models.PROTECT, related_name="recertification_lines", verbose_name=_("grant")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    role = models.SlugField(_("role"), max_length=40, db_index=False)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("reviewer"),
    )
    status = models.CharField(_("decision"), max_length=10, choices=LINE.choices, default=LINE.initial)
    reason = models.CharField(_("reason"), max_length=REASON_LIMIT, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("decided by"),
    )
    escalated_at = models.DateTimeField(_("escalated at"), null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = RecertificationLineQuerySet.as_manager()

    class Meta:
        verbose_name = _("right under review")
        verbose_name_plural = _("rights under review")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            state_constraint(LINE, "recertification_line_status_known"),
            models.UniqueConstraint(fields=["round", "grant"], name="recertification_line_once"),
            models.CheckConstraint(
                condition=Q(reviewer=None) | ~Q(reviewer=F("person")), name="recertification_reviewer_is_another"
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("person")), name="recertification_decided_by_another"
            ),
            models.CheckConstraint(
                condition=Q(status=WAITING, decided_at=None, decided_by=None)
                | Q(status__in=BY_PERSON, decided_at__isnull=False, decided_by__isnull=False)
                | Q(status__in=BY_ITSELF, decided_at__isnull=False, decided_by=None),
                name="recertification_line_decided",
            ),
            models.CheckConstraint(
                condition=~Q(status=REVOKED) | ~Q(reason=""), name="recertification_revoked_has_reason"
            ),
        ]
        indexes = [
            models.Index(
                fields=["reviewer", "round"], name="recertification_waiting_for", condition=Q(status=WAITING)
            ),
            models.Index(fields=["round", "person", "id"], name="recertification_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.role_label} · {self.person}"

    @property
    def account_id(self) -> int | None:
        """The account of its round."""
        return self.round.account_id

    @property
    def role_label(self) -> Sentence:
        """The role in words; its code where the table of roles no longer has it."""
        row = ROLES_BY_CODE.get(self.role)
        return row.label if row else self.role

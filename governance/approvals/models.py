"""Requests, the decisions on them, and who is asked to decide (mechanism 8, R-012, R-014, R-016)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.approvals.rules import REASON_LIMIT, TITLE_LIMIT, ApprovalKind, approval_kinds
from governance.approvals.workflow import AGREED, APPROVAL, DECIDED, WAITING
from governance.refusals.exceptions import Sentence
from governance.workflow.machine import Machine, state_constraint

if TYPE_CHECKING:
    from accounts.models import User

AGREE, REFUSE = "agree", "refuse"
VERDICTS = ((AGREE, _("Agreed")), (REFUSE, _("Refused")))


class ApprovalRequestQuerySet(models.QuerySet["ApprovalRequest"]):
    """Named filters of requests."""

    def visible_to(self, user: User) -> Self:
        """What one asked, gains from, is asked to decide or decided; everything for those who read everything."""
        from governance.access.services import can

        if can(user, "governance.read_everything"):
            return self
        asked = ApprovalDecider.objects.filter(person=user).values("request_id")
        decided = ApprovalDecision.objects.filter(by=user).values("request_id")
        return self.filter(Q(asked_by=user) | Q(beneficiary=user) | Q(pk__in=asked) | Q(pk__in=decided))

    def waiting(self) -> Self:
        """Not decided yet."""
        return self.filter(status=WAITING)

    def waiting_for(self, user: User) -> Self:
        """Those that this person is asked to decide, now."""
        return self.waiting().filter(pk__in=ApprovalDecider.objects.filter(person=user).values("request_id"))

    def of_target(self, kind: str, target_kind: str, target_id: int) -> Self:
        """Requests of one kind about one record."""
        return self.filter(kind=kind, target_kind=target_kind, target_id=target_id)

    def valid(self, at: datetime) -> Self:
        """Agreed, and still good at that moment."""
        return self.filter(Q(valid_until=None) | Q(valid_until__gt=at), status=AGREED, decided_at__lte=at)


class ApprovalRequest(models.Model):
    """Somebody asks, somebody else who is responsible says yes or no."""

    machine: ClassVar[Machine] = APPROVAL

    kind = models.SlugField(_("kind"), max_length=40, db_index=False)
    title = models.CharField(_("subject"), max_length=TITLE_LIMIT)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    beneficiary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("who gains")
    )
    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("platform account"),
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    target_kind = models.CharField(_("kind of the record concerned"), max_length=40, blank=True)
    target_id = models.PositiveBigIntegerField(_("record concerned"), null=True, blank=True)
    # Of its kind: others may ask for the same record at the same time, each for themselves.
    for_oneself = models.BooleanField(default=False, db_default=False, editable=False)
    payload = models.JSONField(_("particulars"), default=dict, blank=True)
    reason = models.TextField(_("reason"), max_length=REASON_LIMIT, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=APPROVAL.choices, default=WAITING)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("to be decided by"))
    lapses_at = models.DateTimeField(_("lapses at"))
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    deciders_found_at = models.DateTimeField(_("deciders found at"), editable=False)
    # Ids of those who asked before they left: they decide it no more than whoever asks now, should they come back.
    asked_before_by = models.JSONField(_("asked before by"), default=list, db_default=[], blank=True, editable=False)

    objects = ApprovalRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for approval")
        verbose_name_plural = _("requests for approval")
        default_permissions = ("view",)
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["status", "lapses_at"], name="approval_status_lapses"),
            models.Index(fields=["kind", "target_kind", "target_id"], name="approval_of_target"),
            models.Index(fields=["-asked_at", "-id"], name="approval_newest"),
        ]
        constraints = [
            state_constraint(APPROVAL, "approval_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=DECIDED, decided_at__isnull=False)
                | (~Q(status__in=DECIDED) & Q(decided_at__isnull=True)),
                name="approval_decided_with_time",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(status=AGREED), name="approval_valid_when_agreed"
            ),
            models.CheckConstraint(
                condition=Q(target_kind="", target_id__isnull=True)
                | (~Q(target_kind="") & Q(target_id__isnull=False)),
                name="approval_target_whole",
            ),
            models.UniqueConstraint(
                fields=["kind", "target_kind", "target_id"],
                condition=Q(status=WAITING, target_id__isnull=False, for_oneself=False),
                name="approval_one_waiting_per_target",
            ),
            models.UniqueConstraint(
                fields=["kind", "target_kind", "target_id", "beneficiary"],
                condition=Q(status=WAITING, target_id__isnull=False, for_oneself=True),
                name="approval_one_waiting_for_oneself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.label} · {self.title}"

    def get_absolute_url(self) -> str:
        """The page of this request."""
        return reverse("governance:approval_detail", args=[self.pk])

    @property
    def kind_row(self) -> ApprovalKind | None:
        """The row of the kind; None where the room that asked is gone."""
        return approval_kinds().get(self.kind)

    @property
    def label(self) -> Sentence:
        """What kind of request it is, in words."""
        row = self.kind_row
        return row.label if row else self.kind


class ApprovalDecider(models.Model):
    """Who is asked to decide a request, and whose duty it is where that person stands in for somebody."""

    request = models.ForeignKey(ApprovalRequest, models.CASCADE, related_name="deciders", db_index=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("person"))
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy of")
    )

    class Meta:
        verbose_name = _("decider")
        verbose_name_plural = _("deciders")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "person"], name="approval_decider_once")]

    def __str__(self) -> str:
        return f"{self.request_id} > {self.person_id}"


class ApprovalDecision(models.Model):
    """One person's yes or no; written once. Who asked and who gains stand beside it, so that the database refuses
    a decision on one's own behalf whatever the code does."""

    request = models.ForeignKey(ApprovalRequest, models.PROTECT, related_name="decisions", db_index=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("decided by"))
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("deputy of")
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("asked by")
    )
    beneficiary = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("who gains"),
    )
    verdict = models.CharField(_("verdict"), max_length=6, choices=VERDICTS)
    note = models.TextField(_("note"), blank=True)
    at = models.DateTimeField(_("at"))
    # Only of a kind that wants it; decisions from before the column have none.
    reauthenticated_at = models.DateTimeField(_("password confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("decision on a request")
        verbose_name_plural = _("decisions on requests")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["request", "by"], name="approval_decision_once_per_person"),
            models.UniqueConstraint(fields=["request", "acting_for"], name="approval_decision_once_per_duty"),
            models.CheckConstraint(condition=Q(verdict__in=[AGREE, REFUSE]), name="approval_verdict_known"),
            models.CheckConstraint(condition=~Q(by=F("asked_by")), name="approval_not_by_the_asker"),
            models.CheckConstraint(
                condition=Q(beneficiary=None) | ~Q(by=F("beneficiary")), name="approval_not_by_who_gains"
            ),
            models.CheckConstraint(
                condition=Q(acting_for=None)
                | (~Q(acting_for=F("asked_by")) & ~Q(acting_for=F("by"))
                   & (Q(beneficiary=None) | ~Q(acting_for=F("beneficiary")))),
                name="approval_not_for_the_asker",
            ),
            models.CheckConstraint(condition=Q(verdict=AGREE) | ~Q(note=""), name="approval_refused_with_reason"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.request_id} {self.verdict}"

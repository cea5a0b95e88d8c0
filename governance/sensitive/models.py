"""Sensitive operations: who asked, who agreed, who did it when, with what proof (R-014, O-3.3.2)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.refusals.exceptions import Sentence
from governance.sensitive.rules import (
    NOTE_LIMIT,
    ON_PLATFORM_CODES,
    OPERATION_CHOICES,
    OPERATIONS_BY_CODE,
    REASON_LIMIT,
    TITLE_LIMIT,
    WHAT_LIMIT,
    OperationKind,
    SensitiveAct,
    acts,
)
from governance.sensitive.workflow import AGREED, DONE, DONE_WITHOUT, HAPPENED, HELD, OPEN, SENSITIVE
from governance.workflow.machine import Machine, state_constraint

if TYPE_CHECKING:
    from accounts.models import User


def _person(label: Any, *, null: bool = True) -> models.ForeignKey[User | None, User | None]:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name="+", db_index=False,
        verbose_name=label,
    )  # fmt: skip


class SensitiveOperationQuerySet(models.QuerySet["SensitiveOperation"]):
    """Named filters of the watch list."""

    def visible_to(self, user: User) -> Self:
        """Those of the accounts that one sees, those that one asked for or is asked to decide; all for auditors."""
        from governance.access.services import accounts_for, can
        from governance.approvals.models import ApprovalRequest

        if can(user, "governance.read_everything"):
            return self
        decided = ApprovalRequest.objects.visible_to(user).filter(target_kind="sensitive_operation")
        return self.filter(
            Q(asked_by=user) | Q(account_id__in=accounts_for(user)) | Q(request_id__in=decided.values("pk"))
        )

    def open(self) -> Self:
        """Waiting for a yes, or for being carried out."""
        return self.filter(status__in=OPEN)

    def good(self, at: datetime) -> Self:
        """Agreed, and the yes still holds at that moment."""
        return self.filter(status=AGREED, agreed_at__lte=at, valid_until__gt=at)

    def of_act(self, act: str, target_kind: str, target_id: int | None) -> Self:
        """Those of one act on one record."""
        return self.filter(act=act, target_kind=target_kind, target_id=target_id)

    def on_platform(self) -> Self:
        """Those that somebody carries out on the platform."""
        return self.filter(code__in=ON_PLATFORM_CODES)

    def to_review(self) -> Self:
        """Agreed in a hurry by somebody who does not manage the account, done, and not looked at again."""
        return self.filter(status=DONE, to_review=True, reviewed_at=None)


class SensitiveOperation(models.Model):
    """One operation of the list, from the question to the deed.

    In this system `act` says which step it is, `target_*` on which record, and `particular` for whom or (as a
    digest) of what; the yes covers that and nothing else.
    """

    machine: ClassVar[Machine] = SENSITIVE

    code = models.SlugField(_("operation"), max_length=40, choices=OPERATION_CHOICES, db_index=False)
    act = models.SlugField(_("step in this system"), max_length=40, blank=True, db_index=False)
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("platform account"),
    )  # fmt: skip
    target_kind = models.CharField(_("kind of the record concerned"), max_length=40, blank=True)
    target_id = models.PositiveBigIntegerField(_("record concerned"), null=True, blank=True)
    particular = models.CharField(_("particular"), max_length=64, blank=True)
    title = models.CharField(_("subject"), max_length=TITLE_LIMIT)
    what = models.TextField(_("what is done"), max_length=WHAT_LIMIT, blank=True)
    planned_at = models.DateTimeField(_("planned for"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=REASON_LIMIT)
    at_once = models.BooleanField(_("in a hurry"), default=False)
    request = models.OneToOneField(
        "governance.ApprovalRequest", models.PROTECT, null=True, blank=True, related_name="sensitive_operation",
        verbose_name=_("request"),
    )  # fmt: skip
    asked_by = _person(_("asked by"), null=False)
    asked_at = models.DateTimeField(_("asked at"))
    agreed_by = _person(_("agreed by"))
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    valid_until = models.DateTimeField(_("valid until"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=SENSITIVE.choices, default=HELD)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    done_by = _person(_("done by"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    proof_url = models.URLField(_("address of the proof"), max_length=500, blank=True)
    proof_file = models.CharField(_("picture of the proof"), max_length=120, blank=True, editable=False)
    note = models.TextField(_("note"), max_length=NOTE_LIMIT, blank=True)
    to_review = models.BooleanField(_("to be looked at again"), default=False)
    reviewed_by = _person(_("reviewed by"))
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    objects = SensitiveOperationQuerySet.as_manager()

    class Meta:
        verbose_name = _("sensitive operation")
        verbose_name_plural = _("sensitive operations")
        default_permissions = ("view",)
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["-asked_at", "-id"], name="sensitive_newest"),
            models.Index(fields=["account", "-asked_at"], name="sensitive_of_account"),
            models.Index(fields=["status", "valid_until"], name="sensitive_status_until"),
            models.Index(fields=["asked_by", "status"], name="sensitive_asker_status"),
            models.Index(fields=["done_at"], name="sensitive_done_at"),
        ]
        constraints = [
            state_constraint(SENSITIVE, "sensitive_status_known"),
            models.CheckConstraint(
                condition=Q(status=DONE_WITHOUT) | Q(request__isnull=False) | Q(status=HELD),
                name="sensitive_goes_by_request",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[AGREED, DONE])
                | Q(agreed_by__isnull=False, agreed_at__isnull=False, valid_until__isnull=False),
                name="sensitive_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("asked_by")), name="sensitive_not_by_the_asker"
            ),
            models.CheckConstraint(
                condition=~Q(status=DONE)
                | Q(done_by=F("asked_by"), done_at__gte=F("agreed_at"), done_at__lt=F("valid_until")),
                name="sensitive_done_in_time",
            ),
            models.CheckConstraint(
                condition=Q(status__in=HAPPENED, done_at__isnull=False)
                | (~Q(status__in=HAPPENED) & Q(done_at__isnull=True)),
                name="sensitive_done_with_time",
            ),
            models.CheckConstraint(
                condition=Q(reviewed_by=None) | ~Q(reviewed_by=F("asked_by")) & ~Q(reviewed_by=F("agreed_by")),
                name="sensitive_reviewed_by_a_third",
            ),
            models.UniqueConstraint(
                fields=["act", "target_kind", "target_id", "particular"],
                condition=Q(status__in=OPEN) & ~Q(act="") & Q(target_id__isnull=False),
                name="sensitive_one_open_per_record",
            ),
            models.UniqueConstraint(
                fields=["act", "particular"],
                condition=Q(status__in=OPEN, target_id__isnull=True) & ~Q(act=""),
                name="sensitive_one_open_per_subject",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.label} · {self.title}"

    def get_absolute_url(self) -> str:
        """The page of this operation."""
        return reverse("governance:sensitive_detail", args=[self.pk])

    @property
    def kind_row(self) -> OperationKind:
        """The row of the operation."""
        return OPERATIONS_BY_CODE[self.code]

    @property
    def label(self) -> Sentence:
        """What is done, in words: the step of this system, else the operation."""
        return self.act_row.label if self.act_row else self.kind_row.label

    @property
    def act_row(self) -> SensitiveAct | None:
        """The step of this system, where it is carried out here."""
        return acts().get(self.act)

    def is_good(self, at: datetime) -> bool:
        """Whether the yes holds at that moment."""
        return self.status == AGREED and self.valid_until is not None and at < self.valid_until

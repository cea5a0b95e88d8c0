"""Signatures on a frozen version, and the problems that reviewers named (R-031 to R-036)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

STAGES = (("first", _("First review")), ("final", _("Final review")))
DECISIONS = (
    ("approve", _("Approved")),
    ("approve_note", _("Approved with a note")),
    ("changes", _("Changes requested")),
)

# What a review after release may find; anything but the first needs its reason in words.
CONCLUSIONS = (
    ("stands", _("It may stand")),
    ("correct", _("It has to be corrected")),
    ("withdraw", _("It has to be withdrawn")),
)


class ReviewSlot(models.Model):
    """One signature that a version needs, and the signature once it is given."""

    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="slots")
    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="slots")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    stage = models.CharField(_("stage"), max_length=5, choices=STAGES)
    code = models.CharField(_("signature"), max_length=60)
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    permission = models.CharField(_("right needed"), max_length=60)
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    market = models.CharField(_("market"), max_length=2, blank=True)
    accounts = models.JSONField(_("accounts on which the right is needed"), default=list)
    scopes = models.JSONField(_("who is eligible"), default=list)
    title_zh = models.CharField(_("name of the signature in Chinese"), max_length=200)
    title_en = models.CharField(_("name of the signature in English"), max_length=200)
    criteria = models.JSONField(_("criteria to mark"), default=list)
    clauses = models.JSONField(_("clauses that ask for it"), default=list)
    signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="signatures",
        verbose_name=_("signed by"),
    )
    decision = models.CharField(_("decision"), max_length=12, choices=DECISIONS, blank=True)
    marks = models.JSONField(_("criteria marked"), default=dict)
    note = models.TextField(_("note"), blank=True)
    sha256 = models.CharField(_("SHA-256 signed"), max_length=64, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reauthenticated_at = models.DateTimeField(_("password confirmed at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("void since"), null=True, blank=True)

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        ordering = ["version", "position"]
        indexes = [
            models.Index(
                fields=["permission", "account"],
                name="review_slot_open",
                condition=Q(decided_at=None, voided_at=None),
            ),
            models.Index(fields=["signer", "-decided_at"], name="review_slot_signer"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["version", "signer"], name="review_signer_once_per_version"),
            models.UniqueConstraint(fields=["version", "position"], name="review_slot_place"),
            models.CheckConstraint(condition=Q(stage__in=["first", "final"]), name="review_stage_known"),
            models.CheckConstraint(
                condition=Q(decided_at=None, decision="", signer=None)
                | (
                    Q(decided_at__isnull=False, signer__isnull=False, reauthenticated_at__isnull=False)
                    & Q(decision__in=["approve", "approve_note", "changes"])
                    & ~Q(sha256="")
                ),
                name="review_decision_signed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Whose signature it is, in the reader's language."""
        return self.title_en if get_language() == "en" else self.title_zh

    @property
    def is_open(self) -> bool:
        """Whether it still waits for somebody."""
        return self.decided_at is None and self.voided_at is None


class LateReviewQuerySet(models.QuerySet["LateReview"]):
    """Named filters."""

    def waiting(self) -> Self:
        """Those that nobody has made yet."""
        return self.filter(reviewed_at=None)


class LateReview(models.Model):
    """The full review of a post that took the urgent path, made after its release by somebody new (R-019)."""

    publication = models.OneToOneField("content.Publication", models.PROTECT, related_name="late_review")
    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="late_reviews")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    criteria = models.JSONField(_("criteria to mark"), default=list)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewed by"),
    )
    marks = models.JSONField(_("criteria marked"), default=dict)
    conclusion = models.CharField(_("conclusion"), max_length=8, choices=CONCLUSIONS, blank=True)
    note = models.TextField(_("note"), blank=True)
    reviewed_at = models.DateTimeField(_("reviewed at"), null=True, blank=True)

    objects = LateReviewQuerySet.as_manager()

    class Meta:
        verbose_name = _("review after release")
        verbose_name_plural = _("reviews after release")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["account", "due_at"], name="late_review_open", condition=Q(reviewed_at=None))]
        constraints = [
            models.CheckConstraint(
                condition=Q(reviewed_at=None, reviewer=None, conclusion="")
                | (
                    Q(reviewed_at__isnull=False, reviewer__isnull=False)
                    & Q(conclusion__in=[code for code, _label in CONCLUSIONS])
                    & (Q(conclusion="stands") | ~Q(note=""))
                ),
                name="late_review_concluded",
            ),
        ]

    def __str__(self) -> str:
        return str(self.publication)

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("content:late_review", args=[self.pk])


class ReviewFinding(models.Model):
    """A named problem that a reviewer found (R-033, D-3.3.3)."""

    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="problems")
    slot = models.ForeignKey(ReviewSlot, models.PROTECT, related_name="problems")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    criterion = models.CharField(_("criterion"), max_length=40, blank=True)
    text = models.TextField(_("problem"))
    found_at = models.DateTimeField(_("found at"))

    class Meta:
        verbose_name = _("problem found in review")
        verbose_name_plural = _("problems found in review")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="review_finding_named")]

    def __str__(self) -> str:
        return self.text

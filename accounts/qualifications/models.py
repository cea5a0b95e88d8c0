"""Who is qualified to sign as reviewer, for how long (R-122), and for which markets (R-047)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.people.models import User
from accounts.qualifications.rules import APPOINT, MOST_POINTS, TEXT_LIMIT
from governance.public import can


class QualificationQuerySet(models.QuerySet["Qualification"]):
    """Named filters."""

    def open(self) -> Self:
        """Not ended before its time."""
        return self.filter(ended_at=None)

    def covering(self, at: datetime | models.OuterRef) -> Self:
        """In force at that moment; or, in a subquery, at the moment of the outer row."""
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at), appointed_at__lte=at, valid_until__gt=at)

    def visible_to(self, user: User) -> Self:
        """One's own; all for whoever appoints reviewers or reads everything."""
        if can(user, APPOINT) or can(user, "governance.read_everything"):
            return self
        return self.filter(person=user)


class Qualification(models.Model):
    """Training, test and appointment of a reviewer; a renewal is a new row, so that each signature finds its own."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="qualifications", db_index=False,
        verbose_name=_("reviewer"),
    )  # fmt: skip
    training = models.CharField(_("training"), max_length=TEXT_LIMIT)
    trained_on = models.DateField(_("trained on"))
    tested_on = models.DateField(_("tested on"))
    score = models.PositiveSmallIntegerField(_("score"))
    proof = models.CharField(_("proof"), max_length=TEXT_LIMIT)
    markets = models.JSONField(_("competent for the markets"), default=list, blank=True, encoder=DjangoJSONEncoder)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("appointed by")
    )
    appointed_at = models.DateTimeField(_("appointed at"))
    valid_until = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    end_reason = models.CharField(_("reason for the end"), max_length=TEXT_LIMIT, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("qualification of a reviewer")
        verbose_name_plural = _("qualifications of reviewers")
        default_permissions = ("view",)
        ordering = ["-valid_until", "-pk"]
        indexes = [
            models.Index(fields=["person", "-valid_until"], name="qualification_of_person"),
            models.Index(fields=["valid_until"], name="qualification_ends", condition=Q(ended_at=None)),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(appointed_by=F("person")), name="qualification_by_another"),
            models.CheckConstraint(condition=Q(score__lte=MOST_POINTS), name="qualification_score_of_hundred"),
            models.CheckConstraint(condition=Q(trained_on__lte=F("tested_on")), name="qualification_trained_first"),
            models.CheckConstraint(
                condition=Q(appointed_at__lt=F("valid_until")), name="qualification_moments_in_order"
            ),
            models.CheckConstraint(condition=~Q(proof="") & ~Q(training=""), name="qualification_proven"),
        ]

    def __str__(self) -> str:
        return str(self.person)

    def get_absolute_url(self) -> str:
        """The page of this qualification."""
        return reverse("accounts:qualification_detail", args=[self.pk])

    def state_at(self, at: datetime) -> str:
        """valid, ended or lapsed."""
        if self.ended_at is not None and self.ended_at <= at:
            return "ended"
        return "valid" if self.valid_until > at else "lapsed"

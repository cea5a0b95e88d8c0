"""Who is qualified to sign as reviewer, for how long (R-122), and for which markets (R-047)."""

from __future__ import annotations

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.certificates.models import Certificate, CertificateQuerySet
from accounts.qualifications.rules import APPOINT, MOST_POINTS, TEXT_LIMIT


class QualificationQuerySet(CertificateQuerySet["Qualification"]):
    """Qualifications, by the filters of every certificate."""


class Qualification(Certificate):
    """Training, test and appointment of a reviewer; a renewal is a new row, so that each signature finds its own."""

    giver, given, right = "appointed_by", "appointed_at", APPOINT

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
    end_reason = models.CharField(_("reason for the end"), max_length=TEXT_LIMIT, blank=True)

    objects = QualificationQuerySet.as_manager()

    class Meta(Certificate.Meta):
        verbose_name = _("qualification of a reviewer")
        verbose_name_plural = _("qualifications of reviewers")
        constraints = [
            models.CheckConstraint(condition=~Q(appointed_by=F("person")), name="qualification_by_another"),
            models.CheckConstraint(condition=Q(score__lte=MOST_POINTS), name="qualification_score_of_hundred"),
            models.CheckConstraint(condition=Q(trained_on__lte=F("tested_on")), name="qualification_trained_first"),
            models.CheckConstraint(
                condition=Q(appointed_at__lt=F("valid_until")), name="qualification_moments_in_order"
            ),
            models.CheckConstraint(condition=~Q(proof="") & ~Q(training=""), name="qualification_proven"),
            models.CheckConstraint(
                condition=Q(proof_place="", proof_name="", proof_type="", proof_size=0, proof_sha256="")
                | ~Q(proof_place="")
                & ~Q(proof_name="")
                & ~Q(proof_type="")
                & ~Q(proof_sha256="")
                & Q(proof_size__gt=0),
                name="qualification_proof_file_whole",
            ),
        ]

    def __str__(self) -> str:
        return str(self.person)

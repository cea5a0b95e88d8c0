"""Whose professional accreditation is on file, with its proof and its last day (R-038)."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.accreditations.rules import FILES, NUMBER_LIMIT, TEXT_LIMIT
from accounts.certificates.models import Certificate, CertificateQuerySet


class AccreditationQuerySet(CertificateQuerySet["Accreditation"]):
    """Accreditations, by the filters of every certificate."""


class Accreditation(Certificate):
    """A paper of a profession on file; a renewal is a new row, so that each signature finds its own."""

    giver, given, right = "filed_by", "filed_at", FILES
    last_before = timedelta(days=1)  # its end is the midnight after it

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="accreditations", db_index=False,
        verbose_name=_("adviser"),
    )  # fmt: skip
    profession = models.CharField(_("profession"), max_length=TEXT_LIMIT)
    issuer = models.CharField(_("issued by"), max_length=TEXT_LIMIT)
    number = models.CharField(_("number of the accreditation"), max_length=NUMBER_LIMIT)
    issued_on = models.DateField(_("issued on"))
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put on file by")
    )
    filed_at = models.DateTimeField(_("put on file at"))
    end_reason = models.CharField(_("reason for the end"), max_length=TEXT_LIMIT, blank=True)

    objects = AccreditationQuerySet.as_manager()

    class Meta(Certificate.Meta):
        verbose_name = _("accreditation of an adviser")
        verbose_name_plural = _("accreditations of advisers")
        constraints = [
            models.CheckConstraint(condition=~Q(filed_by=F("person")), name="accreditation_filed_by_another"),
            models.CheckConstraint(condition=Q(filed_at__lt=F("valid_until")), name="accreditation_moments_in_order"),
            models.CheckConstraint(
                condition=~Q(profession="") & ~Q(issuer="") & ~Q(number="") & ~Q(proof_place="") & ~Q(proof_sha256=""),
                name="accreditation_proven",
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | ~Q(end_reason=""), name="accreditation_ended_with_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.profession}"

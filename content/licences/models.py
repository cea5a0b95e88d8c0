"""Licences of outside material: what they cover, and the terms for which each was proven (R-029, M-4.2.1, O-4.2.4)."""

from __future__ import annotations

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.licences.rules import NAME_LIMIT, TEXT_LIMIT
from governance.public import accounts_for


class LicenceQuerySet(models.QuerySet["Licence"]):
    """Named filters of licences."""

    def visible_to(self, user: Any) -> Self:
        """Those of accounts that this person may see, and their own."""
        seen = accounts_for(user, "accounts.view_platformaccount")
        return self.filter(Q(account_id__in=seen) | Q(keeper_id=user.pk))

    def holding_on(self, day: date | models.OuterRef | models.F) -> Self:
        """Those with a proven term that covers the day, not ended before it."""
        return self.filter(
            models.Exists(LicenceTerm.objects.covering(day).filter(licence=models.OuterRef("pk"))),
        ).exclude(ended_on__lte=day)


class Licence(models.Model):
    """The right to use somebody else's work: a contract, a number, a written consent."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="licences", verbose_name=_("account")
    )
    reference = models.CharField(
        _("licence"), max_length=TEXT_LIMIT, help_text=_("Contract or licence number, or who consented.")
    )
    source = models.CharField(
        _("source"), max_length=TEXT_LIMIT, help_text=_("Whose work it is, and where it is from.")
    )
    covers = models.CharField(
        _("covers"), max_length=TEXT_LIMIT, blank=True,
        help_text=_("Which uses are allowed: platforms, countries, advertising or not."),
    )  # fmt: skip
    keeper = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("kept by"),
        help_text=_("Who is reminded before it ends."),
    )  # fmt: skip
    created_at = models.DateTimeField(_("created at"))
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=TEXT_LIMIT, blank=True)

    objects = LicenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("licence")
        verbose_name_plural = _("licences")
        default_permissions = ("view",)
        ordering = ["-created_at", "-pk"]
        indexes = [models.Index(fields=["account", "-created_at"], name="licence_account_time")]
        constraints = [
            models.CheckConstraint(condition=~Q(reference="") & ~Q(source=""), name="licence_named"),
            models.CheckConstraint(condition=Q(ended_on=None) | ~Q(end_reason=""), name="licence_end_has_reason"),
        ]

    def __str__(self) -> str:
        return self.reference

    def get_absolute_url(self) -> str:
        """The page of this licence."""
        return reverse("content:licence_detail", args=[self.pk])


class LicenceTermQuerySet(models.QuerySet["LicenceTerm"]):
    """Named filters of terms."""

    def covering(self, day: date | models.OuterRef | models.F) -> Self:
        """Proven terms that hold on the day."""
        lasting = Q(valid_until=None) | Q(valid_until__gte=day)
        return self.filter(lasting, valid_from__lte=day).exclude(proof_place="")


class LicenceTerm(models.Model):
    """The days for which a licence was proven; a renewal is a new row, and the old proof stays."""

    licence = models.ForeignKey(Licence, models.PROTECT, related_name="terms", verbose_name=_("licence"))
    valid_from = models.DateField(_("valid from"))
    valid_until = models.DateField(
        _("valid until"), null=True, blank=True, help_text=_("The last day. Empty where it has no end.")
    )
    proof_place = models.CharField(_("place of the proof"), max_length=120, blank=True, editable=False)
    proof_name = models.CharField(_("proof"), max_length=NAME_LIMIT, blank=True)
    proof_mime = models.CharField(_("content type"), max_length=40, blank=True)
    proof_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )
    added_at = models.DateTimeField(_("added at"))

    objects = LicenceTermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term of a licence")
        verbose_name_plural = _("terms of licences")
        default_permissions = ("view",)
        ordering = ["-valid_from", "-pk"]
        indexes = [models.Index(fields=["valid_until"], name="licence_term_ends")]
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")), name="licence_term_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from} – {self.valid_until or ''}"

"""Company-wide rights, which hang on a model without a table, and the register of roles given and taken (R-012)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.access.rules import COMPANY_PERMISSIONS, ENDINGS, ROLES_BY_CODE
from governance.refusals.exceptions import Sentence

NOTE_LIMIT = 500


class CompanyRight(models.Model):
    """Carries the company-wide rights of `rules.COMPANY_PERMISSIONS`; has no rows and no table."""

    class Meta:
        managed = False
        default_permissions = ()
        permissions = COMPANY_PERMISSIONS


class GrantQuerySet(models.QuerySet["Grant"]):
    """Named filters of grants."""

    def current(self) -> Self:
        """Not ended."""
        return self.filter(ended_at=None)

    def lapsed(self, now: datetime) -> Self:
        """Past their end, and not ended by a sweep yet: they give nothing any more."""
        return self.current().filter(expires_at__lte=now)

    def expiring(self, now: datetime, until: datetime) -> Self:
        """In force, and over by then."""
        return self.current().filter(expires_at__gt=now, expires_at__lte=until)

    def founding(self) -> Self:
        """Given by setup, before there was anybody to ask."""
        return self.filter(request=None, begun_by=None)

    def unasked(self) -> Self:
        """Given by somebody without a request."""
        return self.filter(request=None, begun_by__isnull=False)

    def held_at(self, moment: datetime) -> Self:
        """In force at that moment."""
        begun = self.filter(Q(expires_at=None) | Q(expires_at__gt=moment), begins_at__lte=moment)
        return begun.filter(Q(ended_at=None) | Q(ended_at__gt=moment))


class Grant(models.Model):
    """A role that a person holds on one account, or in the company: since when, until when, on whose yes (R-012).

    Written by `grant_role` and `revoke_role` alone, each row beside its entry in the ledger, of which it is the
    readable form: a replay of the ledger gives the same rows.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="grants", db_index=False, verbose_name=_("person")
    )
    role = models.SlugField(_("role"), max_length=40, db_index=False)
    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        db_index=False,
        verbose_name=_("platform account"),
    )
    request = models.ForeignKey(
        "governance.ApprovalRequest",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="grants",
        verbose_name=_("request"),
    )
    begins_at = models.DateTimeField(_("in force from"))
    begun_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("given by"),
    )
    expires_at = models.DateTimeField(_("expires at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_because = models.CharField(_("ended because"), max_length=12, choices=ENDINGS, blank=True)
    ended_note = models.TextField(_("reason of the end"), max_length=NOTE_LIMIT, blank=True, default="", db_default="")
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("taken by"),
    )

    objects = GrantQuerySet.as_manager()

    class Meta:
        verbose_name = _("grant")
        verbose_name_plural = _("grants")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "account"], condition=Q(ended_at=None), name="grant_held_once"
            ),
            models.UniqueConstraint(
                fields=["person", "role"], condition=Q(ended_at=None, account=None), name="grant_in_company_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_because="") | (Q(ended_at__isnull=False) & ~Q(ended_because="")),
                name="grant_ended_with_cause",
            ),
            models.CheckConstraint(
                condition=Q(expires_at=None) | Q(expires_at__gt=F("begins_at")), name="grant_expires_after_it_begins"
            ),
        ]
        indexes = [
            models.Index(fields=["account", "role"], name="grant_on_account"),
            models.Index(fields=["person", "-id"], name="grant_of_person"),
            models.Index(fields=["account", "-id"], name="grant_of_account"),
            models.Index(fields=["role", "-id"], name="grant_of_role"),
            models.Index(fields=["expires_at"], condition=Q(ended_at=None), name="grant_expiring"),
        ]

    def __str__(self) -> str:
        return f"{self.role_label} · {self.person}"

    def get_absolute_url(self) -> str:
        """The page of this grant."""
        return reverse("accounts:grant_detail", args=[self.pk])

    @property
    def role_label(self) -> Sentence:
        """The role in words; its code where the table of roles no longer has it."""
        row = ROLES_BY_CODE.get(self.role)
        return row.label if row else self.role

    def is_over(self, at: datetime) -> bool:
        """Whether it was ended, or its end has come and no sweep has been by yet."""
        return self.ended_at is not None or (self.expires_at is not None and self.expires_at <= at)

    @property
    def is_founding(self) -> bool:
        """Given by setup, before there was anybody to ask."""
        return self.request_id is None and self.begun_by_id is None

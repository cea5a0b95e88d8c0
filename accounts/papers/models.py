"""Papers that prove what is said of an account: registration, permission, verification (R-003, R-004)."""

from __future__ import annotations

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.papers.rules import NAME_LIMIT, PAPER_KINDS
from accounts.people.models import User
from accounts.platforms.models import PlatformAccount
from governance.public import ApprovalRequest, accounts_for, can


class AccountPaperQuerySet(models.QuerySet["AccountPaper"]):
    """Named filters of papers."""

    def visible_to(self, user: User) -> Self:
        """For whoever manages the account, decides its opening, or reads everything: papers tell of people."""
        if can(user, "governance.manage_accounts") or can(user, "governance.read_everything"):
            return self
        asked = ApprovalRequest.objects.visible_to(user).filter(target_kind="platform_account").values("target_id")
        return self.filter(Q(account_id__in=accounts_for(user, "accounts.manage")) | Q(account_id__in=asked))


class AccountPaper(models.Model):
    """One file; written once and kept under its hash."""

    account = models.ForeignKey(
        PlatformAccount, models.PROTECT, related_name="papers", verbose_name=_("platform account")
    )
    kind = models.CharField(_("kind"), max_length=14, choices=PAPER_KINDS)
    place = models.CharField(_("place"), max_length=120, editable=False)
    shown_name = models.CharField(_("name"), max_length=NAME_LIMIT)
    mime = models.CharField(_("content type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("uploaded by")
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = AccountPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("paper of an account")
        verbose_name_plural = _("papers of accounts")
        default_permissions = ("view",)
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _label in PAPER_KINDS]), name="account_paper_kind_known"
            )
        ]

    def __str__(self) -> str:
        return self.shown_name

    def get_absolute_url(self) -> str:
        """Where the file is handed out, after an access check."""
        return reverse("accounts:account_paper", args=[self.pk])

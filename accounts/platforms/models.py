"""The company's accounts on the platforms."""

from __future__ import annotations

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.platforms.rules import ACCOUNT_PERMISSIONS, PLATFORM_CHOICES


class PlatformAccount(models.Model):
    """One account on one platform; the scope that rights, rule books and records hang on (R-003)."""

    class Status(models.TextChoices):
        APPLIED = "applied", _("Applied for")
        ACTIVE = "active", _("Active")
        SUSPENDED = "suspended", _("Suspended")
        CLOSED = "closed", _("Closed")

    handle = models.SlugField(_("handle"), max_length=60, unique=True)
    platform = models.CharField(_("platform"), max_length=20, choices=PLATFORM_CHOICES)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    url = models.URLField(_("address"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=Status.choices, default=Status.APPLIED)
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="platform_accounts",
        verbose_name=_("department"),
    )
    market = models.CharField(_("market"), max_length=2, default="CN")
    language = models.CharField(_("language of posts"), max_length=10, default="zh-hans")
    calendar = models.CharField(_("working calendar"), max_length=20, default="CN")
    opened_on = models.DateField(_("opened on"), null=True, blank=True)

    class Meta:
        verbose_name = _("platform account")
        verbose_name_plural = _("platform accounts")
        ordering = ["handle"]
        permissions = ACCOUNT_PERMISSIONS
        constraints = [
            models.CheckConstraint(
                condition=models.Q(status__in=["applied", "active", "suspended", "closed"]),
                name="platform_account_status_known",
            )
        ]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

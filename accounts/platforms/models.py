"""The company's accounts on the platforms."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.platforms.rules import (
    ACCOUNT_LIFE,
    ACCOUNT_PERMISSIONS,
    MANAGE,
    PLATFORM_CHOICES,
    PLATFORM_LABELS,
    REGULATED_FIELDS,
)
from governance.public import ApprovalRequest, Machine, accounts_for, can, state_constraint

if TYPE_CHECKING:
    from accounts.people.models import User


class PlatformAccountQuerySet(models.QuerySet["PlatformAccount"]):
    """Named filters of platform accounts."""

    def visible_to(self, user: User) -> Self:
        """Those on which a person holds a right and those whose opening they are asked to decide; all of them for
        whoever manages accounts or reads everything."""
        if can(user, MANAGE) or can(user, "governance.read_everything"):
            return self
        asked = ApprovalRequest.objects.waiting_for(user).filter(target_kind="platform_account").values("target_id")
        return self.filter(Q(pk__in=accounts_for(user)) | Q(pk__in=asked))

    def active(self) -> Self:
        """In use."""
        return self.filter(status="active")

    def open(self) -> Self:
        """Not closed; nobody has a right on a closed one any more (R-003)."""
        return self.exclude(status="closed")


class PlatformAccount(models.Model):
    """One account on one platform; the scope that rights, rule books and records hang on (R-003)."""

    machine: ClassVar[Machine] = ACCOUNT_LIFE

    handle = models.SlugField(_("handle"), max_length=60, unique=True)
    platform = models.CharField(_("platform"), max_length=20, choices=PLATFORM_CHOICES)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    url = models.URLField(_("address"), blank=True)
    status = models.CharField(_("status"), max_length=12, choices=ACCOUNT_LIFE.choices, default=ACCOUNT_LIFE.initial)
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
    regulated_field = models.CharField(_("regulated field"), max_length=10, blank=True, choices=REGULATED_FIELDS)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    applied_by = models.ForeignKey(
        "accounts.User",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("applied for by"),
    )
    opening_request = models.OneToOneField(
        "governance.ApprovalRequest",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("opening request"),
    )
    opened_on = models.DateField(_("opened on"), null=True, blank=True)
    history = HistoricalRecords()

    objects = PlatformAccountQuerySet.as_manager()

    class Meta:
        verbose_name = _("platform account")
        verbose_name_plural = _("platform accounts")
        ordering = ["handle"]
        permissions = ACCOUNT_PERMISSIONS
        constraints = [state_constraint(ACCOUNT_LIFE, "platform_account_status_known")]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh

    def get_absolute_url(self) -> str:
        """The page of this account."""
        return reverse("accounts:account_detail", args=[self.handle])

    def get_platform_display(self) -> str:  # type: ignore[no-redef]
        """The platform in words; Django's own looks through all choices each time, and lists ask a hundred times."""
        return str(PLATFORM_LABELS.get(self.platform, self.platform))

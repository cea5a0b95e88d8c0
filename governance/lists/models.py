"""Filters that people keep, and lists that they took away."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from governance.lists.rules import COUNTED_FOR

if TYPE_CHECKING:
    from accounts.models import User


class SavedFilter(models.Model):
    """One person's name for a query string of one list."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("person")
    )
    page = models.CharField(_("list"), max_length=40)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filter"), max_length=1000)
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)

    class Meta:
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["user", "page", "name"], name="saved_filter_named_once")]

    def __str__(self) -> str:
        return self.name


class ListExportQuerySet(models.QuerySet["ListExport"]):
    """Named filters."""

    def counted(self, user: User, at: datetime) -> Self:
        """What of people one person took away without anybody's yes, of late: it counts against the limit."""
        since = at - COUNTED_FOR
        return self.filter(exported_by=user, personal=True, operation=None, exported_at__gt=since, exported_at__lte=at)


class ListExport(models.Model):
    """A list that somebody took away as a file, and why; written once (R-107, D-7.2.1).

    `filter` is the query of the list with the words searched for left out: they may be a customer's. `record_*` is
    the one record of which the list is, `operation` the yes of a second person that let it go (R-014).
    """

    page = models.CharField(_("list"), max_length=40)
    record_kind = models.CharField(_("kind of the record concerned"), max_length=40, blank=True, db_default="")
    record_id = models.PositiveBigIntegerField(_("record concerned"), null=True, blank=True)
    format = models.CharField(_("format"), max_length=8)
    filter = models.CharField(_("filter"), max_length=1000, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    personal = models.BooleanField(_("holds data of people"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("exported by")
    )
    exported_at = models.DateTimeField(_("exported at"))
    operation = models.OneToOneField(
        "governance.SensitiveOperation", models.PROTECT, null=True, blank=True, related_name="list_export",
        verbose_name=_("yes of a second person"),
    )  # fmt: skip

    objects = ListExportQuerySet.as_manager()

    class Meta:
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
        ordering = ["-exported_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(personal=False) | ~Q(reason=""), name="export_of_people_has_reason"),
            models.CheckConstraint(
                condition=Q(record_kind="", record_id=None) | (~Q(record_kind="") & Q(record_id__isnull=False)),
                name="export_names_its_record_whole",
            ),
        ]
        indexes = [models.Index(fields=["exported_by", "-exported_at"], name="export_of_person")]

    def __str__(self) -> str:
        return f"{self.page} {self.exported_at:%Y-%m-%d} {self.reason}".strip()

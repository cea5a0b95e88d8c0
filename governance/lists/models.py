"""Filters that people keep, and lists that they took away."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


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


class ListExport(models.Model):
    """A list that somebody took away as a file, and why; written once (R-107, D-7.2.1).

    `filter` is the query of the list with the words searched for left out: they may be a customer's.
    """

    page = models.CharField(_("list"), max_length=40)
    format = models.CharField(_("format"), max_length=8)
    filter = models.CharField(_("filter"), max_length=1000, blank=True)
    rows = models.PositiveIntegerField(_("rows"))
    personal = models.BooleanField(_("holds data of people"))
    reason = models.CharField(_("reason"), max_length=500, blank=True)
    exported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("exported by")
    )
    exported_at = models.DateTimeField(_("exported at"))

    class Meta:
        verbose_name = _("export of a list")
        verbose_name_plural = _("exports of lists")
        ordering = ["-exported_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=Q(personal=False) | ~Q(reason=""), name="export_of_people_has_reason")
        ]

    def __str__(self) -> str:
        return f"{self.page} {self.exported_at:%Y-%m-%d} {self.reason}".strip()

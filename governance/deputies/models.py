"""Who does whose duties, and from when to when."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DeputyshipQuerySet(models.QuerySet["Deputyship"]):
    """Named filters."""

    def at(self, moment: datetime) -> Self:
        """Those in force at that moment."""
        return self.filter(begins_at__lte=moment, ends_at__gt=moment)

    def touching(self, since: datetime, until: datetime) -> Self:
        """Those in force at any moment from `since` up to and including `until`."""
        return self.filter(begins_at__lte=until, ends_at__gt=since)

    def of(self, people: Collection[int]) -> Self:
        """Those in which somebody else does the duties of these people."""
        return self.filter(person_id__in=people)


class Deputyship(models.Model):
    """From `begins_at` up to, not including, `ends_at` the deputy does the duties of the person (R-016, D-7.2.4b).

    The deputy inherits the duties, never the rights: those follow grants.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("person")
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False, verbose_name=_("deputy")
    )
    begins_at = models.DateTimeField(_("begins at"))
    ends_at = models.DateTimeField(_("ends at"))
    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.PositiveBigIntegerField(_("record"))

    objects = DeputyshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("deputyship")
        verbose_name_plural = _("deputyships")
        default_permissions = ("view",)
        ordering = ["-begins_at", "-pk"]
        indexes = [
            models.Index(fields=["person", "ends_at"], name="deputyship_of_person"),
            models.Index(fields=["deputy", "ends_at"], name="deputyship_of_deputy"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(begins_at__lt=F("ends_at")), name="deputyship_begins_before_end"),
            models.CheckConstraint(condition=~Q(person=F("deputy")), name="deputyship_of_another"),
            models.UniqueConstraint(fields=["kind", "object_id"], name="deputyship_once_per_record"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} > {self.deputy_id}"

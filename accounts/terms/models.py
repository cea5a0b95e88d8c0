"""What a seat on a governing group and the holding of a post have in common: a term, given by somebody else."""

from __future__ import annotations

from datetime import datetime
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.terms.rules import ENDS_SOON, REASON_LIMIT
from governance.public import today

T = TypeVar("T", bound="Term")


class TermQuerySet(models.QuerySet[T]):
    """Named filters."""

    def open(self) -> Self:
        """Not ended, whether begun or not."""
        return self.filter(ended_at=None)

    def in_office(self, at: datetime) -> Self:
        """In office at that moment, by somebody who works here."""
        day = today(at)
        return self.filter(
            Q(until=None) | Q(until__gte=day), Q(ended_at=None) | Q(ended_at__gt=at), starts_on__lte=day,
            person__is_active=True,
        )  # fmt: skip


class Term(models.Model):
    """Somebody is in an office from a day on, appointed by somebody else, until a day or until it is ended.

    Each office has a table of its own with a `person`, who is never `appointed_by` (`term_constraints`).
    """

    starts_on = models.DateField(_("from"))
    until = models.DateField(_("until"), null=True, blank=True)
    appointed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("appointed by")
    )
    appointed_at = models.DateTimeField(_("appointed at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )
    end_reason = models.CharField(_("reason for the end"), max_length=REASON_LIMIT, blank=True)

    class Meta:
        abstract = True

    def ends_soon(self, at: datetime) -> bool:
        """Whether the term ends within the days that put the office at risk."""
        return self.until is not None and self.until <= today(at + ENDS_SOON)


def term_constraints(prefix: str) -> list[models.BaseConstraint]:
    """What holds of every term; `prefix` begins the names, which are those of one table."""
    return [
        models.CheckConstraint(condition=~Q(appointed_by=F("person")), name=f"{prefix}_by_another"),
        models.CheckConstraint(condition=Q(until=None) | Q(until__gte=F("starts_on")), name=f"{prefix}_days_in_order"),
    ]

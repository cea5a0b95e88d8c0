"""Who sits on the governing group of each rule book, as leader or for which unit (R-002)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.groups.rules import LEADER, REASON_LIMIT
from accounts.posts.rules import ENDS_SOON
from governance.public import term, today


class GroupSeatQuerySet(models.QuerySet["GroupSeat"]):
    """Named filters."""

    def open(self) -> Self:
        """Not ended, whether begun or not."""
        return self.filter(ended_at=None)

    def in_office(self, at: datetime) -> Self:
        """Taken at that moment, by somebody who works here."""
        day = today(at)
        return self.filter(
            Q(until=None) | Q(until__gte=day), Q(ended_at=None) | Q(ended_at__gt=at), starts_on__lte=day,
            person__is_active=True,
        )  # fmt: skip


class GroupSeat(models.Model):
    """A seat on the governing group of a rule book, given by somebody else."""

    policy = models.ForeignKey(
        "governance.Policy", models.PROTECT, related_name="+", db_index=False, verbose_name=_("rule book")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="group_seats", db_index=False, verbose_name=_("member")
    )
    unit = models.SlugField(
        _("represents"), max_length=60, blank=True, help_text=_("The unit's code, “leader”, or nothing.")
    )
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

    objects = GroupSeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat on a governing group")
        verbose_name_plural = _("seats on governing groups")
        default_permissions = ("view",)
        ordering = ["policy", "pk"]
        indexes = [
            models.Index(fields=["policy", "ended_at"], name="group_seat_of_policy"),
            models.Index(fields=["person", "ended_at"], name="group_seat_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["policy"], condition=Q(unit=LEADER, ended_at=None), name="group_one_leader"
            ),
            models.UniqueConstraint(
                fields=["policy", "person", "unit"], condition=Q(ended_at=None), name="group_seat_open_once"
            ),
            models.CheckConstraint(condition=~Q(appointed_by=F("person")), name="group_seat_by_another"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("starts_on")), name="group_seat_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.policy} · {self.unit_words}" if self.unit else str(self.policy)

    @property
    def policy_code(self) -> str:
        """By which the group's page is addressed."""
        return str(self.policy.code)

    @property
    def unit_words(self) -> str:
        """What the seat stands for, in the reader's language; empty for a further member."""
        return term(self.unit) if self.unit else ""

    def ends_soon(self, at: datetime) -> bool:
        """Whether the term ends within the days that put the group at risk."""
        return self.until is not None and self.until <= today(at + ENDS_SOON)

"""Leave-takings, and what went to whom with each (R-012, R-013)."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.leaving.rules import NOTE_LIMIT
from accounts.leaving.workflow import CARRIED_OUT, DEPARTURE, PLANNED
from governance.public import Machine, can, state_constraint

if TYPE_CHECKING:
    from accounts.people.models import User


class DepartureQuerySet(models.QuerySet["Departure"]):
    """Named filters."""

    def visible_to(self, user: User) -> Self:
        """All for whoever manages or reads people; of others those that brought them something."""
        if manages_or_reads(user):
            return self
        mine = DepartureLine.objects.filter(successor=user).values("departure_id")
        return self.filter(pk__in=mine)

    def planned(self) -> Self:
        return self.filter(status=PLANNED)

    def due(self, day: date) -> Self:
        """Planned for that day or an earlier one."""
        return self.planned().filter(leaves_on__lte=day)


class Departure(models.Model):
    """Somebody leaves the company: from that day on, on the company's clock, the login is closed."""

    machine: ClassVar[Machine] = DEPARTURE

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="departures", verbose_name=_("person")
    )
    leaves_on = models.DateField(_("leaves on"))
    note = models.CharField(_("note"), max_length=NOTE_LIMIT, blank=True)
    choices = models.JSONField(_("chosen successors"), default=dict, blank=True, editable=False)
    status = models.CharField(_("status"), max_length=12, choices=DEPARTURE.choices, default=DEPARTURE.initial)
    planned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("planned by")
    )
    planned_at = models.DateTimeField(_("planned at"))
    ended_at = models.DateTimeField(_("carried out or called off at"), null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = DepartureQuerySet.as_manager()

    class Meta:
        verbose_name = _("leaving")
        verbose_name_plural = _("leavings")
        default_permissions = ("view",)
        ordering = ["-leaves_on", "-pk"]
        indexes = [models.Index(fields=["leaves_on"], condition=Q(status=PLANNED), name="departure_due")]
        constraints = [
            state_constraint(DEPARTURE, "departure_status_known"),
            models.UniqueConstraint(
                fields=["person"], condition=Q(status=PLANNED), name="departure_planned_once"
            ),
            models.CheckConstraint(
                condition=Q(planned_by=None) | ~Q(planned_by=F("person")), name="departure_by_somebody_else"
            ),
            models.CheckConstraint(
                condition=Q(status=PLANNED, ended_at=None) | (~Q(status=PLANNED) & Q(ended_at__isnull=False)),
                name="departure_ended_with_time",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} {self.leaves_on:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        """The page of this leave-taking."""
        return reverse("accounts:departure_detail", args=[self.pk])

    @property
    def is_done(self) -> bool:
        """Whether everything has been handed over."""
        return self.status == CARRIED_OUT


class DepartureLine(models.Model):
    """One thing that the person held: who has it now, or nobody where it ended. Written once."""

    departure = models.ForeignKey(
        Departure, models.PROTECT, related_name="lines", db_index=False, verbose_name=_("leaving")
    )
    holding = models.CharField(_("what"), max_length=40)
    record = models.CharField(_("kind of record"), max_length=40)
    object_id = models.PositiveBigIntegerField(_("record"))
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    detail = models.CharField(_("detail"), max_length=40, blank=True)
    successor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="inherited",
        verbose_name=_("successor"),
    )  # fmt: skip
    handed_at: models.DateTimeField[datetime, datetime] = models.DateTimeField(_("handed over at"))

    class Meta:
        verbose_name = _("thing handed over")
        verbose_name_plural = _("things handed over")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["departure", "holding", "record", "object_id", "detail"], name="departure_line_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.holding} {self.object_id} > {self.successor_id or '-'}"


def manages_or_reads(user: User) -> bool:
    """Whether somebody sees every leave-taking whole."""
    return bool(can(user, "governance.manage_people") or can(user, "governance.read_everything"))

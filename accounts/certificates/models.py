"""What the qualification of a reviewer and the accreditation of an adviser have in common (R-122, R-038)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, ClassVar, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.certificates.rules import PROOF_NAME, REMIND
from governance.public import can

if TYPE_CHECKING:
    from accounts.people.models import User

C = TypeVar("C", bound="Certificate")


class CertificateQuerySet(models.QuerySet[C]):
    """Named filters."""

    def open(self) -> Self:
        """Not ended before its time."""
        return self.filter(ended_at=None)

    def running(self, at: datetime) -> Self:
        """Neither ended nor lapsed at that moment, as it stands now."""
        return self.open().filter(valid_until__gt=at)

    def covering(self, at: datetime | OuterRef) -> Self:
        """Given and in force at that moment; or, in a subquery, at the moment of the outer row."""
        given = {f"{self.model.given}__lte": at}
        return self.filter(Q(ended_at=None) | Q(ended_at__gt=at), valid_until__gt=at, **given)

    def covered_ids(self, people: Collection[int], at: datetime) -> set[int]:
        """Those of these people who had one in force at that moment; one statement."""
        return set(self.covering(at).filter(person__in=people).values_list("person_id", flat=True))

    def covering_then(self, person: str, moment: str) -> Exists:
        """Of an outer row: whether the person in one of its columns had one in force at the moment in another."""
        return Exists(self.covering(OuterRef(moment)).filter(person_id=OuterRef(person)))

    def ending_soon(self, now: datetime) -> Self:
        """Those that end within the days of the reminder, of people who work here and have no later one."""
        later = self.running(now + REMIND).values("person")
        soon = self.running(now).filter(valid_until__lte=now + REMIND, person__is_active=True)
        return soon.exclude(person__in=later).select_related("person")

    def visible_to(self, user: User) -> Self:
        """One's own; all for whoever gives them or reads everything."""
        if can(user, self.model.right) or can(user, "governance.read_everything"):
            return self
        return self.filter(person=user)


class Certificate(models.Model):
    """What somebody else says of a person, by a paper, until a moment; a renewal is a new row.

    Each table has a `person`, an `end_reason`, and who gave it when; a signature finds the row of its own moment.
    """

    # The columns of who gave it and of when, as the table calls them; the right of whoever gives and ends.
    giver: ClassVar[str]
    given: ClassVar[str]
    right: ClassVar[str]
    # How many days before its end lies the last day on which it counts, as pages and notices name it.
    last_before: ClassVar[timedelta] = timedelta(0)

    proof_place = models.CharField(_("place"), max_length=120, blank=True, editable=False)
    proof_name = models.CharField(_("file of the proof"), max_length=PROOF_NAME, blank=True)
    proof_type = models.CharField(_("content type"), max_length=40, blank=True)
    proof_size = models.PositiveIntegerField(_("size in bytes"), default=0)
    proof_sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    valid_until = models.DateTimeField(_("valid until"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("ended by")
    )

    class Meta:
        abstract = True
        default_permissions = ("view",)
        ordering = ["-valid_until", "-pk"]
        indexes = [
            models.Index(fields=["person", "-valid_until"], name="%(class)s_of_person"),
            models.Index(fields=["valid_until"], name="%(class)s_ends", condition=Q(ended_at=None)),
        ]

    def get_absolute_url(self) -> str:
        """The page of this certificate."""
        return reverse(f"accounts:{self._meta.model_name}_detail", args=[self.pk])

    @property
    def given_by(self) -> User:
        """Who gave it: never its holder."""
        user: User = getattr(self, self.giver)
        return user

    @property
    def given_at(self) -> datetime:
        """From when on it counts."""
        moment: datetime = getattr(self, self.given)
        return moment

    @property
    def last_day(self) -> date:
        """The last day on which it counts, in the company's time zone."""
        return timezone.localtime(self.valid_until, timezone.get_default_timezone()).date() - self.last_before

    def state_at(self, at: datetime) -> str:
        """valid, ended or lapsed."""
        if self.ended_at is not None and self.ended_at <= at:
            return "ended"
        return "valid" if self.valid_until > at else "lapsed"

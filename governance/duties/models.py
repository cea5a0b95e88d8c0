"""Duties that are due, the records that people filed, and the files beside them (mechanism 9, R-005, R-010, R-121)."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from governance.access.rules import VIEW_ACCOUNT
from governance.deadlines.models import Deadline
from governance.deadlines.rules import RUNNING
from governance.duties.places import DutyPlace
from governance.duties.rules import BY_RIGHT, CAUSES, DUTY, NOTE_LIMIT, DutyKind, duty_kinds
from governance.duties.workflow import DUTY_LIFE, OPEN
from governance.refusals.exceptions import Sentence
from governance.workflow.machine import Machine, state_constraint

if TYPE_CHECKING:
    from accounts.models import User

NOWHERE = Q(account=None, department=None, person=None)
# Of account, department and person at most one.
ONE_PLACE = Q(account=None, department=None) | Q(account=None, person=None) | Q(department=None, person=None)
JOINED = ("account__department", "department", "person__department")


def seen_by(user: User) -> Q:
    """Duties and records of places that this person sees: their accounts, their people, their unit, the company's.

    Of another person only the superior, the head of the department and whoever manages people see them.
    """
    from governance.access.services import accounts_for, can

    if can(user, "governance.read_everything"):
        return Q()
    people = Q(person=user) | Q(person__superior=user) | Q(person__department__head=user)
    if can(user, "governance.manage_people"):
        people |= Q(person__isnull=False)
    units = Q(department__head=user) | Q(department__isnull=False, department_id=user.department_id)
    rights = {row.code: row.doer.of for row in duty_kinds().values() if row.doer.rule == BY_RIGHT}
    held = [code for code, right in rights.items() if can(user, right)]
    company = NOWHERE if can(user, "governance.view_board") else NOWHERE & Q(kind__in=held)
    return people | units | company | Q(account_id__in=accounts_for(user, VIEW_ACCOUNT))


class DutyQuerySet(models.QuerySet["Duty"]):
    """Named filters of duties."""

    def open(self) -> Self:
        """To be done."""
        return self.filter(status=OPEN)

    def at(self, place: DutyPlace) -> Self:
        """Of exactly this place."""
        return self.filter(**place.keys)

    def clocked_for(self, user: User) -> Self:
        """Open ones whose clock runs for this person, also as deputy or because they were passed on."""
        clocks = Deadline.objects.filter(kind=DUTY, owner=user, state=RUNNING)
        return self.open().filter(pk__in=clocks.values("object_id"))

    def visible_to(self, user: User) -> Self:
        """Of places that one sees, and one's own wherever they are."""
        everywhere = seen_by(user)
        if not everywhere:
            return self
        clocks = Deadline.objects.filter(kind=DUTY, owner=user).values("object_id")
        return self.filter(everywhere | Q(owner=user) | Q(pk__in=clocks))


class Placed(models.Model):
    """Something of one kind in one place."""

    kind = models.SlugField(_("kind"), max_length=40, db_index=False)
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("platform account"),
    )  # fmt: skip
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("department"),
    )  # fmt: skip
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("person"),
    )  # fmt: skip

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.label}: {self.place}" if self.place.row is not None else str(self.label)

    @property
    def kind_row(self) -> DutyKind | None:
        """The row of the kind, or None where its room is gone."""
        return duty_kinds().get(self.kind)

    @property
    def label(self) -> Sentence:
        """What the kind is called."""
        return self.kind_row.label if self.kind_row else self.kind

    @property
    def place(self) -> DutyPlace:
        """Where it is."""
        return DutyPlace(self.account, self.department, self.person)


class Duty(Placed):
    """One time that something is due in one place; its clock is a deadline of the kind "duty"."""

    machine: ClassVar[Machine] = DUTY_LIFE

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="duties", db_index=False,
        verbose_name=_("owner"),
    )  # fmt: skip
    cause = models.CharField(_("cause"), max_length=10, choices=CAUSES)
    status = models.CharField(_("status"), max_length=10, choices=DUTY_LIFE.choices, default=OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    due_at = models.DateTimeField(_("due at"))
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = DutyQuerySet.as_manager()

    class Meta:
        verbose_name = _("duty")
        verbose_name_plural = _("duties")
        default_permissions = ("view",)
        ordering = ["due_at", "pk"]
        indexes = [
            models.Index(fields=["due_at", "id"], name="duty_open_due", condition=Q(status=OPEN)),
            models.Index(fields=["kind", "account", "status"], name="duty_of_account"),
            models.Index(fields=["kind", "person", "status"], name="duty_of_person"),
            models.Index(fields=["owner"], name="duty_of_owner"),
        ]
        constraints = [
            state_constraint(DUTY_LIFE, "duty_status_known"),
            models.CheckConstraint(condition=ONE_PLACE, name="duty_one_place"),
            models.CheckConstraint(
                condition=Q(cause__in=[code for code, _label in CAUSES]), name="duty_cause_known"
            ),
            models.CheckConstraint(
                condition=Q(status=OPEN, closed_at=None) | (~Q(status=OPEN) & Q(closed_at__isnull=False)),
                name="duty_closed_with_time",
            ),
            models.CheckConstraint(condition=Q(due_at__gt=F("opened_at")), name="duty_due_after_it_opens"),
            models.UniqueConstraint(
                fields=["kind", "account"], condition=Q(status=OPEN, account__isnull=False),
                name="duty_one_open_per_account",
            ),
            models.UniqueConstraint(
                fields=["kind", "department"], condition=Q(status=OPEN, department__isnull=False),
                name="duty_one_open_per_department",
            ),
            models.UniqueConstraint(
                fields=["kind", "person"], condition=Q(status=OPEN, person__isnull=False),
                name="duty_one_open_per_person",
            ),
            models.UniqueConstraint(
                fields=["kind"], condition=Q(status=OPEN) & NOWHERE, name="duty_one_open_in_the_company"
            ),
        ]  # fmt: skip

    def get_absolute_url(self) -> str:
        """The page of this duty."""
        return reverse("governance:duty_detail", args=[self.pk])


class DutyRecordQuerySet(models.QuerySet["DutyRecord"]):
    """Named filters of records."""

    def at(self, place: DutyPlace) -> Self:
        """Of exactly this place."""
        return self.filter(**place.keys)

    def valid(self, moment: datetime) -> Self:
        """Filed by then, and still good."""
        return self.filter(filed_at__lte=moment, valid_until__gt=moment)

    def visible_to(self, user: User) -> Self:
        """Of places that one sees, and what one filed oneself."""
        everywhere = seen_by(user)
        return self.filter(everywhere | Q(filed_by=user)) if everywhere else self


class DutyRecord(Placed):
    """What was done, by whom and when; written once. `faults` counts the checks that found something."""

    duty = models.OneToOneField(
        Duty, models.PROTECT, null=True, blank=True, related_name="record", verbose_name=_("duty")
    )
    payload = models.JSONField(_("particulars"), default=dict, blank=True)
    faults = models.PositiveSmallIntegerField(_("not in order"), default=0)
    note = models.TextField(_("note"), max_length=NOTE_LIMIT, blank=True)
    filed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("filed by")
    )
    acting_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", db_index=False,
        verbose_name=_("as deputy of"),
    )  # fmt: skip
    filed_at = models.DateTimeField(_("filed at"))
    valid_until = models.DateTimeField(_("valid until"))

    objects = DutyRecordQuerySet.as_manager()

    class Meta:
        verbose_name = _("record of a duty")
        verbose_name_plural = _("records of duties")
        default_permissions = ("view",)
        ordering = ["-filed_at", "-pk"]
        indexes = [
            models.Index(fields=["-filed_at", "-id"], name="duty_record_newest"),
            models.Index(fields=["kind", "account", "-filed_at"], name="duty_record_of_account"),
            models.Index(fields=["kind", "person", "-filed_at"], name="duty_record_of_person"),
            models.Index(fields=["kind", "department", "-filed_at"], name="duty_record_of_department"),
        ]
        constraints = [
            models.CheckConstraint(condition=ONE_PLACE, name="duty_record_one_place"),
            models.CheckConstraint(condition=Q(valid_until__gt=F("filed_at")), name="duty_record_good_for_a_time"),
            models.CheckConstraint(
                condition=Q(acting_for=None) | ~Q(acting_for=F("filed_by")), name="duty_record_deputy_is_another"
            ),
        ]

    def get_absolute_url(self) -> str:
        """The page of this record."""
        return reverse("governance:duty_record", args=[self.pk])


class DutyAttachment(models.Model):
    """One file beside a record, under a name of our own; written once."""

    record = models.ForeignKey(DutyRecord, models.PROTECT, related_name="attachments", verbose_name=_("record"))
    file = models.FileField(_("file"), max_length=200)
    mime = models.CharField(_("content type"), max_length=40)
    shown_name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)

    class Meta:
        verbose_name = _("attachment of a record")
        verbose_name_plural = _("attachments of records")
        default_permissions = ("view",)
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.shown_name

    def get_absolute_url(self) -> str:
        """Where the file is served, after an access check."""
        return reverse("governance:duty_attachment", args=[self.pk])

"""Security incidents: what happened, what is done about it by whom and until when, what follows from it (R-011)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.custody.models import Checkout, Credential, Share
from accounts.incidents.rules import (
    HOLDING,
    KIND_CHOICES,
    KINDS_BY_CODE,
    LEFT_OUT,
    NOTE_LIMIT,
    OUTCOMES,
    PROOF_NAME,
    SERIOUS,
    SEVERITIES,
    STEP_CHOICES,
    STEPS_BY_CODE,
    TEXT_LIMIT,
    IncidentKind,
    incident_number,
)
from accounts.incidents.workflow import CLOSED, CONTAINED, INCIDENT, OPEN, UNCLOSED
from accounts.platforms.models import PlatformAccount
from governance.public import Machine, Sentence, accounts_for, standing_in_for, state_constraint

if TYPE_CHECKING:
    from accounts.people.models import User


class IncidentQuerySet(models.QuerySet["Incident"]):
    """Named filters."""

    def unclosed(self) -> Self:
        return self.filter(status__in=UNCLOSED)

    def holding(self) -> Self:
        """Nothing is published on their accounts."""
        return self.filter(status=OPEN, kind__in=HOLDING)

    def visible_to(self, user: User) -> Self:
        """Of accounts that one sees, and those that one reported, owns, receives, has work in, or stands above."""
        touched = TouchedAccount.objects.filter(account_id__in=accounts_for(user)).values("incident_id")
        steps = IncidentStep.objects.filter(owner=user).values("incident_id")
        measures = CorrectiveMeasure.objects.filter(owner=user).values("incident_id")
        mine = Q(reported_by=user) | Q(found_by=user) | Q(owner=user)
        people = [user.pk, *standing_in_for(user.pk, timezone.now())]
        above = (
            Q(superior_id__in=people) | Q(owner__superior_id__in=people) | Q(account__department__head_id__in=people)
        )
        return self.filter(Q(pk__in=touched) | Q(pk__in=steps) | Q(pk__in=measures) | mine | above)


class Incident(models.Model):
    """One security incident; `account` carries its rights and limits, `accounts` are all that it touches.

    Times: found, reported (entered here), contained, received by the superior, closed.
    """

    machine: ClassVar[Machine] = INCIDENT

    account = models.ForeignKey(
        PlatformAccount, models.PROTECT, related_name="incidents", verbose_name=_("platform account")
    )
    accounts = models.ManyToManyField(
        PlatformAccount, through="TouchedAccount", related_name="+", verbose_name=_("accounts touched")
    )
    kind = models.CharField(_("kind"), max_length=20, choices=KIND_CHOICES)
    severity = models.CharField(_("severity"), max_length=10, choices=SEVERITIES, default=SERIOUS)
    status = models.CharField(_("status"), max_length=10, choices=INCIDENT.choices, default=INCIDENT.initial)
    happened = models.TextField(_("what happened"), max_length=TEXT_LIMIT)
    data_touched = models.BooleanField(_("data of people are touched"), default=False)
    found_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("found by")
    )
    found_at = models.DateTimeField(_("found at"))
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("entered by")
    )
    reported_at = models.DateTimeField(_("entered at"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="incidents", verbose_name=_("owner")
    )
    concerned = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("person named in it"),
    )  # fmt: skip
    checkout = models.ForeignKey(
        Checkout, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("checkout")
    )
    share = models.ForeignKey(
        Share, models.PROTECT, null=True, blank=True, related_name="incidents", verbose_name=_("share")
    )
    superior = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="incidents_reported",
        verbose_name=_("reported to"),
    )  # fmt: skip
    contain_by = models.DateTimeField(_("to be contained by"))
    report_by = models.DateTimeField(_("to be received by"))
    contained_at = models.DateTimeField(_("contained at"), null=True, blank=True)
    contained_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("contained by"),
    )  # fmt: skip
    received_at = models.DateTimeField(_("receipt confirmed at"), null=True, blank=True)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("receipt confirmed by"),
    )  # fmt: skip
    cause = models.TextField(_("cause"), max_length=TEXT_LIMIT, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("closed by")
    )
    round = models.PositiveSmallIntegerField(_("times opened"), default=1)
    lock_version = models.PositiveIntegerField(default=0, editable=False)

    objects = IncidentQuerySet.as_manager()

    class Meta:
        verbose_name = _("security incident")
        verbose_name_plural = _("security incidents")
        default_permissions = ("view",)
        ordering = ["-found_at", "-pk"]
        indexes = [
            models.Index(fields=["-found_at", "-id"], name="incident_newest"),
            models.Index(fields=["status", "-found_at"], name="incident_status_found"),
            models.Index(fields=["kind"], condition=Q(status=OPEN), name="incident_open_kind"),
        ]
        constraints = [
            state_constraint(INCIDENT, "incident_status_known"),
            models.CheckConstraint(condition=Q(found_at__lte=F("reported_at")), name="incident_found_before_reported"),
            models.CheckConstraint(
                condition=Q(concerned=None) | ~Q(concerned=F("owner")), name="incident_owner_not_named_in_it"
            ),
            models.CheckConstraint(
                condition=Q(received_at=None, received_by=None)
                | (Q(received_at__isnull=False, received_by__isnull=False) & ~Q(received_by=F("owner"))),
                name="incident_received_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status=OPEN) | Q(contained_at__isnull=False, contained_by__isnull=False),
                name="incident_contained_at_known",
            ),
            models.CheckConstraint(
                condition=~Q(status=CLOSED)
                | (
                    Q(closed_at__isnull=False, closed_by__isnull=False, received_at__isnull=False)
                    & ~Q(closed_by=F("owner"))
                    & ~Q(closed_by=F("contained_by"))
                    & ~Q(cause="")
                ),
                name="incident_closed_by_another",
            ),
            models.CheckConstraint(condition=Q(status=CLOSED) | Q(closed_at=None), name="incident_closed_at_once"),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.get_kind_display()} · {self.account}"

    def get_absolute_url(self) -> str:
        """The page of this incident."""
        return reverse("accounts:incident_detail", args=[self.pk])

    @property
    def number(self) -> str:
        """The number by which people speak of it."""
        return incident_number(self.pk, self.reported_at)

    @property
    def rule(self) -> IncidentKind:
        """The row of its kind."""
        return KINDS_BY_CODE[self.kind]

    @property
    def is_closed(self) -> bool:
        """Whether nothing is written into it any more."""
        return self.status == CLOSED

    @property
    def was_contained(self) -> bool:
        """Contained now, or closed after it."""
        return self.status in (CONTAINED, CLOSED)

    @property
    def holds_publishing(self) -> bool:
        """Whether nothing is published on its accounts now."""
        return self.status == OPEN and self.kind in HOLDING


class TouchedAccount(models.Model):
    """An account that an incident touches: publishing and logins of each are held."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="touched", db_index=False)
    account = models.ForeignKey(PlatformAccount, models.PROTECT, related_name="touched_by", verbose_name=_("account"))

    class Meta:
        verbose_name = _("account touched by an incident")
        verbose_name_plural = _("accounts touched by incidents")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["incident", "account"], name="incident_touches_account_once")]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.account_id}"


class IncidentStepQuerySet(models.QuerySet["IncidentStep"]):
    """Named filters."""

    def open(self) -> Self:
        return self.filter(done_at=None)


class IncidentStep(models.Model):
    """One step: who does it until when, and when, by whom and with what result it was done."""

    incident = models.ForeignKey(
        Incident, models.PROTECT, related_name="steps", db_index=False, verbose_name=_("incident")
    )
    code = models.CharField(_("step"), max_length=20, choices=STEP_CHOICES)
    round = models.PositiveSmallIntegerField(_("times opened"), default=1)
    urgent = models.BooleanField(_("belongs to containing it"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="incident_steps", verbose_name=_("owner")
    )
    due_at = models.DateTimeField(_("due at"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=OUTCOMES, blank=True)
    note = models.TextField(_("note"), max_length=NOTE_LIMIT, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    objects = IncidentStepQuerySet.as_manager()

    class Meta:
        verbose_name = _("step of an incident")
        verbose_name_plural = _("steps of incidents")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "code", "round"], name="incident_step_once"),
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None, outcome="")
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(outcome="")),
                name="incident_step_done_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(outcome=LEFT_OUT) | ~Q(note=""), name="incident_step_left_out_with_reason"
            ),
        ]
        indexes = [models.Index(fields=["owner"], condition=Q(done_at=None), name="incident_step_open_of")]

    def __str__(self) -> str:
        return f"{self.label}"

    @property
    def label(self) -> Sentence:
        """What is to be done."""
        return STEPS_BY_CODE[self.code].label

    @property
    def is_optional(self) -> bool:
        """Whether it may be left out with a reason."""
        return STEPS_BY_CODE[self.code].optional


class IncidentProof(models.Model):
    """A file that proves a step: kept under its hash, given out to those who see the incident."""

    step = models.ForeignKey(IncidentStep, models.PROTECT, related_name="proofs", verbose_name=_("step"))
    name = models.CharField(_("file name"), max_length=PROOF_NAME)
    media_type = models.CharField(_("type"), max_length=40)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(_("bytes"))
    place = models.CharField(max_length=120)
    added_at = models.DateTimeField(_("added at"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("added by")
    )

    class Meta:
        verbose_name = _("proof of a step")
        verbose_name_plural = _("proofs of steps")
        default_permissions = ("view",)
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.name


class IncidentNote(models.Model):
    """What somebody wrote down meanwhile; never changed."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="notes", verbose_name=_("incident"))
    text = models.TextField(_("note"), max_length=NOTE_LIMIT)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("by"))
    written_at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("note on an incident")
        verbose_name_plural = _("notes on incidents")
        default_permissions = ("view",)
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.incident_id} #{self.pk}"


class CorrectiveMeasureQuerySet(models.QuerySet["CorrectiveMeasure"]):
    """Named filters."""

    def open(self) -> Self:
        return self.filter(done_at=None)


class CorrectiveMeasure(models.Model):
    """What keeps it from happening again: who does it, until which day, when it was done and how that shows."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="measures", verbose_name=_("incident"))
    text = models.CharField(_("measure"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="corrective_measures", verbose_name=_("owner")
    )
    due_on = models.DateField(_("due on"))
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("named by")
    )
    named_at = models.DateTimeField(_("named at"))
    result = models.TextField(_("how it was done"), max_length=NOTE_LIMIT, blank=True)
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("done by")
    )

    objects = CorrectiveMeasureQuerySet.as_manager()

    class Meta:
        verbose_name = _("corrective measure")
        verbose_name_plural = _("corrective measures")
        default_permissions = ("view",)
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | (Q(done_at__isnull=False, done_by__isnull=False) & ~Q(result="")),
                name="measure_done_with_result",
            ),
        ]
        indexes = [models.Index(fields=["owner", "due_on"], condition=Q(done_at=None), name="measure_open_of")]

    def __str__(self) -> str:
        return self.text


class IncidentSecretQuerySet(models.QuerySet["IncidentSecret"]):
    """Named filters."""

    def unchanged(self) -> Self:
        """Kept, and still with the secret that it had when the incident was reported."""
        return self.filter(credential__status="kept", credential__number__lte=F("number"))


class IncidentSecret(models.Model):
    """A login that must change because of an incident; `number` is that of the secret which may be known."""

    incident = models.ForeignKey(Incident, models.PROTECT, related_name="secrets", db_index=False)
    credential = models.ForeignKey(Credential, models.PROTECT, related_name="+", verbose_name=_("credential"))
    number = models.PositiveIntegerField(_("times changed"))
    round = models.PositiveSmallIntegerField(_("times opened"), default=1)
    ordered_at = models.DateTimeField(_("ordered at"))

    objects = IncidentSecretQuerySet.as_manager()

    class Meta:
        verbose_name = _("login that must change after an incident")
        verbose_name_plural = _("logins that must change after incidents")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["incident", "credential", "round"], name="incident_secret_once")
        ]

    def __str__(self) -> str:
        return f"{self.incident_id} · {self.credential_id}"

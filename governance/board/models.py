"""What the board remembers: every measurement, the newest of each, attestations, accepted risks, findings."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from governance.board.rules import STATUS_CHOICES
from governance.board.workflow import ACCEPTANCE_MACHINE, FINDING_MACHINE
from governance.workflow.machine import Machine, state_constraint


class ProbeRun(models.Model):
    """One measurement of one requirement in one scope. Append-only, so that any past month can be shown."""

    requirement = models.ForeignKey(
        "governance.Requirement",
        models.PROTECT,
        to_field="code",
        related_name="runs",
        verbose_name=_("requirement"),
    )
    policy = models.ForeignKey("governance.Policy", models.PROTECT, null=True, verbose_name=_("rule book"))
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("account")
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("person")
    )
    window_start = models.DateTimeField(_("from"))
    window_end = models.DateTimeField(_("until"))
    computed_at = models.DateTimeField(_("measured"))
    status = models.CharField(_("status"), max_length=14, choices=STATUS_CHOICES)
    reason = models.CharField(_("reason"), max_length=24)
    bad = models.PositiveIntegerField(_("bad"), null=True)
    total = models.PositiveIntegerField(_("total"), null=True)
    value = models.FloatField(_("value"), null=True)
    threshold = models.FloatField(_("threshold"), null=True)
    threshold_pack = models.CharField(_("rule book that set it"), max_length=40, blank=True)
    last_at = models.DateTimeField(_("newest record"), null=True)
    sample = models.JSONField(_("sample of bad records"), default=list)
    on_demand = models.BooleanField(_("on demand"), default=False)

    class Meta:
        verbose_name = _("measurement")
        verbose_name_plural = _("measurements")
        ordering = ["-pk"]
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["requirement", "policy", "computed_at"], name="probe_run_strip"),
            models.Index(fields=["computed_at"], name="probe_run_when"),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.get_status_display()} {self.computed_at:%Y-%m-%d}"


class Standing(models.Model):
    """The newest measurement of each requirement in each scope: what the board shows, in one query."""

    requirement = models.ForeignKey("governance.Requirement", models.CASCADE, to_field="code", related_name="+")
    scope = models.CharField(max_length=80)
    run = models.ForeignKey(ProbeRun, models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("standing")
        verbose_name_plural = _("standings")
        constraints = [models.UniqueConstraint(fields=["scope", "requirement"], name="standing_once")]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.scope}"


class Attestation(models.Model):
    """Somebody responsible says that an unmeasured requirement is kept. Counts less than a measurement, and ages."""

    requirement = models.ForeignKey(
        "governance.Requirement",
        models.PROTECT,
        to_field="code",
        related_name="attestations",
        verbose_name=_("requirement"),
    )
    policy = models.ForeignKey("governance.Policy", models.PROTECT, null=True, blank=True, verbose_name=_("rule book"))
    statement = models.TextField(_("what was looked at, and what was found"))
    attested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("attested by")
    )
    attested_at = models.DateTimeField(_("attested"))

    class Meta:
        verbose_name = _("attestation")
        verbose_name_plural = _("attestations")
        ordering = ["-attested_at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.attested_at:%Y-%m-%d}"


class Acceptance(models.Model):
    """A risk accepted for a time: with reason, by a second person, until a date. Shown as accepted, never as met."""

    machine: ClassVar[Machine] = ACCEPTANCE_MACHINE

    requirement = models.ForeignKey(
        "governance.Requirement",
        models.PROTECT,
        to_field="code",
        related_name="acceptances",
        verbose_name=_("requirement"),
    )
    policy = models.ForeignKey("governance.Policy", models.PROTECT, null=True, blank=True, verbose_name=_("rule book"))
    status = models.CharField(
        _("status"), max_length=10, choices=ACCEPTANCE_MACHINE.choices, default=ACCEPTANCE_MACHINE.initial
    )
    lock_version = models.PositiveIntegerField(default=0)
    reason = models.TextField(_("reason"))
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("requested by")
    )
    requested_at = models.DateTimeField(_("requested"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("decided by")
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    expires_on = models.DateField(_("accepted until"))

    class Meta:
        verbose_name = _("accepted risk")
        verbose_name_plural = _("accepted risks")
        ordering = ["-requested_at"]
        constraints = [
            state_constraint(ACCEPTANCE_MACHINE, "acceptance_status_known"),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(requested_by=F("decided_by")), name="acceptance_four_eyes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} - {self.expires_on}"


class Finding(models.Model):
    """A breach that somebody must put right by a date (R-109). Closes when the next measurement is good."""

    machine: ClassVar[Machine] = FINDING_MACHINE

    requirement = models.ForeignKey(
        "governance.Requirement",
        models.PROTECT,
        to_field="code",
        related_name="findings",
        verbose_name=_("requirement"),
    )
    policy = models.ForeignKey("governance.Policy", models.PROTECT, null=True, blank=True, verbose_name=_("rule book"))
    status = models.CharField(
        _("status"), max_length=10, choices=FINDING_MACHINE.choices, default=FINDING_MACHINE.initial
    )
    lock_version = models.PositiveIntegerField(default=0)
    run = models.ForeignKey(ProbeRun, models.PROTECT, related_name="findings", verbose_name=_("measurement"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="board_findings",
        verbose_name=_("owner"),
    )
    opened_at = models.DateTimeField(_("opened"))
    due_at = models.DateTimeField(_("due"))
    measure = models.TextField(_("what was done"), blank=True)
    closed_at = models.DateTimeField(_("closed"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["due_at"]
        constraints = [
            state_constraint(FINDING_MACHINE, "finding_status_known"),
            models.UniqueConstraint(
                fields=["requirement"], condition=Q(status__in=["open", "answered"]), name="finding_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement_id} {self.requirement.title}"

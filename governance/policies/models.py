"""The rule books: their versions, clauses, parameters, the requirements behind them, and who is bound by them."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from governance.policies.holding import PackBinding, PolicyReading, PolicyReview, PolicyStamp
from governance.policies.rules import CONTROLS, SEVERITIES
from governance.policies.workflow import APPROVED, VERSION_MACHINE
from governance.workflow.machine import Machine, state_constraint

__all__ = [
    "Clause",
    "ClauseRequirement",
    "ClauseWording",
    "LegalRule",
    "PackBinding",
    "Parameter",
    "Policy",
    "PolicyReading",
    "PolicyReview",
    "PolicyStamp",
    "PolicyVersion",
    "Requirement",
]


def worded(row: Any, field: str) -> str:
    """The text of a bilingual row in the reader's language."""
    return str(getattr(row, f"{field}_en" if get_language() == "en" else f"{field}_zh"))


class Policy(models.Model):
    """A rule book of the company (D, K, M or O): one model, four rule sets."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    letter = models.CharField(_("letter of its clauses"), max_length=4, unique=True)
    rank = models.PositiveSmallIntegerField(_("rank"), default=9)
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)
    default_market = models.CharField(_("applies unbound in market"), max_length=2, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("interpreter"),
        help_text=_("Explains the rule book and answers for its findings."),
    )

    class Meta:
        verbose_name = _("rule book")
        verbose_name_plural = _("rule books")
        ordering = ["rank"]

    def __str__(self) -> str:
        return worded(self, "name")

    def get_absolute_url(self) -> str:
        """The page of the rule book."""
        return reverse("governance:policy_detail", args=[self.code])


class PolicyVersionQuerySet(models.QuerySet["PolicyVersion"]):
    """Versions by their place in time."""

    def approved(self) -> PolicyVersionQuerySet:
        """Versions that a second person approved, whether in force yet or not."""
        return self.filter(status__in=APPROVED)

    def in_force(self, day: date) -> PolicyVersionQuerySet:
        """The version of each rule book that holds on this day."""
        return self.approved().filter(Q(effective_to__isnull=True) | Q(effective_to__gt=day), effective_from__lte=day)


class PolicyVersion(models.Model):
    """A dated edition of a rule book's parameters; running deadlines keep the edition they began under (R-126)."""

    machine: ClassVar[Machine] = VERSION_MACHINE

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="versions", verbose_name=_("rule book"))
    number = models.PositiveIntegerField(_("version"))
    status = models.CharField(
        _("status"), max_length=10, choices=VERSION_MACHINE.choices, default=VERSION_MACHINE.initial
    )
    lock_version = models.PositiveIntegerField(default=0)
    effective_from = models.DateField(_("effective from"))
    effective_to = models.DateField(_("effective until"), null=True, blank=True)
    reason = models.TextField(_("reason for the change"), blank=True)
    source_kind = models.CharField(_("kind of the source of the change"), max_length=40, blank=True)
    source_id = models.PositiveBigIntegerField(_("source of the change"), null=True, blank=True)
    content_hash = models.CharField(_("fingerprint"), max_length=64, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    proposed_at = models.DateTimeField(_("proposed"))
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    decision_note = models.TextField(_("note on the decision"), blank=True)

    objects = PolicyVersionQuerySet.as_manager()

    class Meta:
        verbose_name = _("version of a rule book")
        verbose_name_plural = _("versions of rule books")
        ordering = ["policy", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["policy", "number"], name="policy_version_number_once"),
            models.UniqueConstraint(
                fields=["policy"], condition=Q(status="draft"), name="policy_version_one_proposal"
            ),
            state_constraint(VERSION_MACHINE, "policy_version_status_known"),
            models.CheckConstraint(
                condition=Q(proposed_by__isnull=True) | Q(decided_by__isnull=True) | ~Q(proposed_by=F("decided_by")),
                name="policy_version_four_eyes",
            ),
            models.CheckConstraint(
                condition=Q(effective_to__isnull=True) | Q(effective_to__gte=F("effective_from")),
                name="policy_version_dates_in_order",
            ),
        ]

    def __str__(self) -> str:
        return _("%(policy)s, version %(number)s") % {"policy": self.policy, "number": self.number}


class Clause(models.Model):
    """One duty of a rule book, in our own words, in both languages."""

    policy = models.ForeignKey(Policy, models.PROTECT, related_name="clauses", verbose_name=_("rule book"))
    code = models.CharField(_("clause"), max_length=20, unique=True)
    position = models.PositiveIntegerField(_("position"))
    chapter = models.CharField(_("chapter"), max_length=20)
    label_zh = models.CharField(_("Chinese label"), max_length=80)
    label_en = models.CharField(_("English label"), max_length=160)
    text_zh = models.TextField(_("Chinese text"))
    text_en = models.TextField(_("English text"))
    inferred = models.BooleanField(_("inferred, the source is cut off here"), default=False)
    requirements: models.ManyToManyField[Requirement, ClauseRequirement] = models.ManyToManyField(
        "governance.Requirement", through="governance.ClauseRequirement", related_name="clauses"
    )

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering = ["policy", "position"]

    def __str__(self) -> str:
        return f"{self.code} {worded(self, 'label')}"

    @property
    def label(self) -> str:
        """Short name in the reader's language."""
        return worded(self, "label")

    @property
    def text(self) -> str:
        """Wording in the reader's language."""
        return worded(self, "text")


class ClauseWording(models.Model):
    """How a clause read until a delivery worded it anew (R-126). `held_from` is empty for the first wording."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="wordings", verbose_name=_("clause"))
    label_zh = models.CharField(_("Chinese label"), max_length=80)
    label_en = models.CharField(_("English label"), max_length=160)
    text_zh = models.TextField(_("Chinese text"))
    text_en = models.TextField(_("English text"))
    held_from = models.DateTimeField(_("held from"), null=True, blank=True)
    held_until = models.DateTimeField(_("held until"))

    class Meta:
        verbose_name = _("earlier wording of a clause")
        verbose_name_plural = _("earlier wordings of clauses")
        ordering = ["clause", "-held_until", "-pk"]

    def __str__(self) -> str:
        return f"{self.clause_id} {self.held_until:%Y-%m-%d}"

    @property
    def label(self) -> str:
        """Short name in the reader's language."""
        return worded(self, "label")

    @property
    def text(self) -> str:
        """Wording in the reader's language."""
        return worded(self, "text")


class Requirement(models.Model):
    """What the software must make true; clauses of several rule books hang on one requirement."""

    MODES = (
        ("Z", _("zero tolerance")),
        ("T", _("rate")),
        ("F", _("freshness")),
        ("X", _("existence")),
        ("S", _("roll-up")),
    )

    code = models.CharField(_("requirement"), max_length=8, unique=True)
    app = models.CharField(_("part of the software"), max_length=20)
    control = models.CharField(_("kind of control"), max_length=4)
    mode = models.CharField(_("how it is measured"), max_length=1, choices=MODES)
    title_zh = models.CharField(_("Chinese title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=160)
    text_zh = models.TextField(_("Chinese text"))
    text_en = models.TextField(_("English text"))
    measure_zh = models.TextField(_("what is counted, Chinese"), blank=True)
    measure_en = models.TextField(_("what is counted, English"), blank=True)
    target = models.DecimalField(_("target"), max_digits=6, decimal_places=2, null=True, blank=True)
    warn = models.DecimalField(_("warning line"), max_digits=6, decimal_places=2, null=True, blank=True)

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {worded(self, 'title')}"

    @property
    def control_words(self) -> str:
        """The kinds of control in words, the leading one first: "DP" is detective and preventive."""
        return " · ".join(str(CONTROLS.get(letter, letter)) for letter in self.control)

    @property
    def title(self) -> str:
        """Short name in the reader's language."""
        return worded(self, "title")

    @property
    def text(self) -> str:
        """Wording in the reader's language."""
        return worded(self, "text")

    @property
    def measure(self) -> str:
        """What is counted, in the reader's language."""
        return worded(self, "measure")


class ClauseRequirement(models.Model):
    """Which requirements keep which clause."""

    clause = models.ForeignKey(Clause, models.CASCADE, related_name="links")
    requirement = models.ForeignKey(Requirement, models.PROTECT, related_name="links")
    position = models.PositiveSmallIntegerField()

    class Meta:
        verbose_name = _("requirement of a clause")
        verbose_name_plural = _("requirements of clauses")
        ordering = ["clause", "position"]
        constraints = [models.UniqueConstraint(fields=["clause", "requirement"], name="clause_requirement_once")]

    def __str__(self) -> str:
        return f"{self.clause_id} - {self.requirement_id}"


class Parameter(models.Model):
    """One value of one version, with where it comes from and how it merges with other rule books'."""

    version = models.ForeignKey(PolicyVersion, models.CASCADE, related_name="parameters")
    name = models.CharField(_("name"), max_length=60)
    position = models.PositiveSmallIntegerField(_("position"))
    kind = models.CharField(_("kind of value"), max_length=20)
    unit = models.CharField(_("unit"), max_length=20, blank=True)
    merge = models.CharField(_("merge"), max_length=8)
    value = models.JSONField(_("value"))
    levels = models.JSONField(_("levels in order"), default=list, blank=True)
    role = models.CharField(_("role on the board"), max_length=12, blank=True)
    requirements = models.JSONField(_("requirements"), default=list, blank=True)
    clause = models.CharField(_("clause"), max_length=20, blank=True)
    provenance = models.CharField(_("provenance"), max_length=40)
    own_number = models.BooleanField(_("the text's own number"), default=False)
    title_zh = models.CharField(_("Chinese title"), max_length=80)
    title_en = models.CharField(_("English title"), max_length=120)

    class Meta:
        verbose_name = _("parameter")
        verbose_name_plural = _("parameters")
        ordering = ["version", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "name"], name="parameter_once_in_version"),
            models.CheckConstraint(
                condition=Q(merge__in=["min", "max", "union", "all", "rank"]), name="parameter_says_how_it_merges"
            ),
        ]

    def __str__(self) -> str:
        return worded(self, "title")

    @property
    def title(self) -> str:
        """Name in the reader's language."""
        return worded(self, "title")


class LegalRule(models.Model):
    """A rule of law that the software checks; counsel confirms it before anybody relies on it (chapter 7)."""

    code = models.CharField(_("rule"), max_length=8, unique=True)
    stages = models.JSONField(_("checked at"))
    severity = models.CharField(
        _("severity"),
        max_length=8,
        choices=SEVERITIES,
    )
    markets = models.JSONField(_("markets"), default=list, blank=True)
    basis_zh = models.CharField(_("Chinese basis"), max_length=200)
    basis_en = models.CharField(_("English basis"), max_length=200)
    text_zh = models.TextField(_("Chinese text"))
    text_en = models.TextField(_("English text"))
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("confirmed by counsel"),
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("legal rule")
        verbose_name_plural = _("legal rules")
        ordering = ["code"]

    def __str__(self) -> str:
        return f"{self.code} {worded(self, 'basis')}"

    @property
    def text(self) -> str:
        """Wording in the reader's language."""
        return worded(self, "text")

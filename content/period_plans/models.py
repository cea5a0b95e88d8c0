"""Plans of a strategy, year, quarter, month or week, and the studies and opinion rounds that they cite (R-017)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.public import PlatformAccount
from content.period_plans.places import holding_for, name_of_place
from content.period_plans.rules import CURRENCIES, LEVEL_CHOICES, LEVELS_BY_CODE, LINE_LIMIT, PER, Level
from content.period_plans.workflow import APPROVED, JUDGED, LIVE, OPEN, PERIOD_PLAN, SUPERSEDED
from governance.public import VIEW_ACCOUNT, Machine, accounts_for, can, state_constraint

_CORE_EMPTY = Q(aims="") | Q(direction="") | Q(audience="") | Q(responsible=None)
PLACE = (Coalesce("account", 0), "pack", "level", "starts_on")


def _person(label: Any, related_name: str = "+", *, null: bool = True) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name=related_name, verbose_name=label
    )


class PeriodPlanQuerySet(models.QuerySet["PeriodPlan"]):
    """Named filters of period plans."""

    def visible_to(self, user: Any) -> Self:
        """Of accounts that one sees and of what binds them, and those in which one is named."""
        if can(user, "governance.read_everything"):
            return self
        seen = PlatformAccount.objects.filter(pk__in=accounts_for(user, VIEW_ACCOUNT))
        return self.filter(holding_for(seen) | Q(author=user) | Q(responsible=user) | Q(script_owner=user))

    def live(self) -> Self:
        """Those that count for their period: being written, waiting, approved."""
        return self.filter(status__in=LIVE)

    def open(self) -> Self:
        """Those that nobody decided yet."""
        return self.filter(status__in=OPEN)

    def at_place(self, account: PlatformAccount | None, pack: str) -> Self:
        """Of exactly this place."""
        return self.filter(account=account, pack=pack)

    def holding(self, day: date) -> Self:
        """Those whose period holds the day."""
        return self.filter(starts_on__lte=day, ends_on__gte=day)

    def approved_at(self, moment: datetime) -> Self:
        """Those that were approved at that moment, and not replaced yet."""
        return self.filter(approved_at__lte=moment).filter(Q(superseded_at=None) | Q(superseded_at__gt=moment))


class PeriodPlan(models.Model):
    """What is planned for a period at one place: an account, a rule book, or the company where both are empty.

    A change of an approved plan is a new `revision` that replaces it once it is approved; amounts are in `currency`.
    """

    machine: ClassVar[Machine] = PERIOD_PLAN

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, blank=True, related_name="period_plans",
        db_index=False, verbose_name=_("platform account"),
    )  # fmt: skip
    pack = models.SlugField(_("rule book"), max_length=40, blank=True, db_index=False)
    level = models.CharField(_("level"), max_length=10, choices=LEVEL_CHOICES)
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    revision = models.PositiveSmallIntegerField(_("version"), default=1)
    title = models.CharField(_("title"), max_length=LINE_LIMIT)
    aims = models.TextField(_("aims"), blank=True)
    direction = models.TextField(_("direction"), blank=True)
    audience = models.CharField(_("audience"), max_length=LINE_LIMIT, blank=True)
    topics = models.TextField(_("topics"), blank=True)
    mediums = models.JSONField(_("forms"), default=list, blank=True)
    types = models.JSONField(_("content types"), default=list, blank=True)
    posts = models.PositiveSmallIntegerField(_("posts per account"), null=True, blank=True)
    per = models.CharField(_("counted per"), max_length=5, choices=PER, blank=True)
    times = models.CharField(_("times"), max_length=LINE_LIMIT, blank=True)
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    responsible = _person(_("responsible"), "period_plans")
    script_owner = _person(_("script owner"), "period_scripts")
    author = _person(_("author"), "written_period_plans", null=False)
    writers = models.JSONField(_("people who wrote in it"), default=list, editable=False)
    created_at = models.DateTimeField(_("created at"))
    due_at = models.DateTimeField(_("to be approved by"))
    submitted_by = _person(_("submitted by"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_by = _person(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    decision_note = models.TextField(_("note of the decision"), blank=True)
    superseded_at = models.DateTimeField(_("replaced at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=PERIOD_PLAN.choices, default=PERIOD_PLAN.initial)
    lock_version = models.PositiveIntegerField(default=0)

    objects = PeriodPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("period plan")
        verbose_name_plural = _("period plans")
        default_permissions = ("view",)
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["-starts_on", "-id"], name="period_plan_newest"),
            models.Index(fields=["level", "starts_on", "ends_on"], name="period_plan_of_level"),
            models.Index(fields=["account", "level"], name="period_plan_of_account"),
        ]
        constraints = [
            state_constraint(PERIOD_PLAN, "period_plan_status_known"),
            models.CheckConstraint(condition=Q(level__in=list(LEVELS_BY_CODE)), name="period_plan_level_known"),
            models.CheckConstraint(condition=Q(account=None) | Q(pack=""), name="period_plan_one_place"),
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="period_plan_ends_after_start"),
            models.CheckConstraint(
                condition=~Q(status__in=JUDGED) | ~_CORE_EMPTY, name="period_plan_whole_when_submitted"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=JUDGED) | Q(submitted_by__isnull=False, submitted_at__isnull=False),
                name="period_plan_submitted_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[APPROVED, SUPERSEDED])
                | (Q(approved_by__isnull=False, approved_at__isnull=False)
                   & ~Q(approved_by=F("author")) & ~Q(approved_by=F("submitted_by"))),
                name="period_plan_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(status=SUPERSEDED, superseded_at__isnull=False)
                | (~Q(status=SUPERSEDED) & Q(superseded_at=None)),
                name="period_plan_replaced_with_time",
            ),
            models.UniqueConstraint(*PLACE, "revision", condition=~Q(status="dropped"), name="period_plan_once"),
            models.UniqueConstraint(*PLACE, condition=Q(status=APPROVED), name="period_plan_one_approved"),
            models.UniqueConstraint(*PLACE, condition=Q(status__in=OPEN), name="period_plan_one_open"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this plan."""
        return reverse("content:period_plan_detail", args=[self.pk])

    def people_of(self) -> set[int]:
        """Everybody who wrote in it or submitted it: none of them decides it."""
        people = {self.author_id, self.submitted_by_id, *self.writers}
        return {pk for pk in people if pk is not None}

    @property
    def level_row(self) -> Level:
        """The row of its level."""
        return LEVELS_BY_CODE[self.level]

    @property
    def place(self) -> str:
        """Where it holds, in words."""
        return name_of_place(self.account, self.pack)


class PlanCitation(models.Model):
    """A study or an opinion round that a plan rests on: a record of a duty, linked once (R-020, R-021)."""

    plan = models.ForeignKey(
        PeriodPlan, models.PROTECT, related_name="citations", db_index=False, verbose_name=_("period plan")
    )
    record = models.ForeignKey(
        "governance.DutyRecord", models.PROTECT, related_name="plan_citations", verbose_name=_("record")
    )
    cited_by = _person(_("cited by"), null=False)
    cited_at = models.DateTimeField(_("cited at"))

    class Meta:
        verbose_name = _("citation of a plan")
        verbose_name_plural = _("citations of plans")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "record"], name="plan_citation_once")]

    def __str__(self) -> str:
        return f"{self.plan_id} > {self.record_id}"

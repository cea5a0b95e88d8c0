"""One table for everything that is due, and the ladders by which it is rung."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from governance.deadlines.rules import AUDIENCES, DEFAULT_LADDER, MET, OPEN_STATES, PAUSED, PURPOSES, RUNNING, STATES
from governance.worktime.clock import Clock, clock_of, missing_years
from governance.worktime.explain import explain
from governance.worktime.rules import CODE_MAX_LENGTH, WALL, WORK, WORKING_DAYS_ROUND, Limit


class Ladder(models.Model):
    """Who is told at which share of the time."""

    code = models.SlugField(_("code"), max_length=20, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)

    class Meta:
        verbose_name = _("ladder")
        verbose_name_plural = _("ladders")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class LadderRung(models.Model):
    """One rung: percent of the time, and who hears of it."""

    ladder = models.ForeignKey(Ladder, models.CASCADE, related_name="rungs", db_index=False, verbose_name=_("ladder"))
    percent = models.PositiveSmallIntegerField(_("percent of the time"))
    audience = models.CharField(_("audience"), max_length=20, choices=AUDIENCES)
    urgent = models.BooleanField(_("urgent"), default=False)

    class Meta:
        verbose_name = _("rung")
        verbose_name_plural = _("rungs")
        ordering = ["ladder", "percent", "audience"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "percent", "audience"], name="ladder_rung_once"),
            models.CheckConstraint(condition=Q(percent__gt=0), name="ladder_rung_percent_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.percent} %"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Named filters."""

    def open(self) -> DeadlineQuerySet:
        return self.filter(state__in=OPEN_STATES)

    def running(self) -> DeadlineQuerySet:
        return self.filter(state=RUNNING)

    def overdue(self, now: datetime) -> DeadlineQuerySet:
        return self.running().filter(due_at__lt=now)

    def late_or_passed_around(self, now: datetime, most: int) -> DeadlineQuerySet:
        """Open ones past their time, and those passed on as often as the rule books allow, or more often (R-121)."""
        return self.open().filter(Q(state=RUNNING, due_at__lt=now) | Q(passed_on__gte=max(most, 1)))

    def of(self, kind: str, object_id: int, purpose: str | None = None) -> DeadlineQuerySet:
        rows = self.filter(kind=kind, object_id=object_id)
        return rows if purpose is None else rows.filter(purpose=purpose)


class Deadline(models.Model):
    """Something is due by somebody.

    The clock counts `budget` seconds (working seconds, seconds of working days, or plain ones) from
    `counted_from`, of which `spent` were used before a pause. `schedule` holds the moment of every rung as
    [percent, "YYYY-MM-DD HH:MM:SS"] in UTC, and `position` the next one; `next_rung_at` is its moment.
    """

    kind = models.CharField(_("kind"), max_length=40)
    object_id = models.PositiveBigIntegerField(_("record"))
    purpose = models.CharField(_("purpose"), max_length=30)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="deadlines",
        db_index=False,
        verbose_name=_("owner"),
    )
    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("platform account"),
    )
    department = models.ForeignKey(
        "accounts.Department",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        db_index=False,
        verbose_name=_("department"),
    )
    policy_version_id = models.PositiveBigIntegerField(_("version of the rule book"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=STATES, default=RUNNING)
    started_at = models.DateTimeField(_("started at"))
    due_at = models.DateTimeField(_("due at"))
    met_at = models.DateTimeField(_("met at"), null=True, blank=True)
    paused_at = models.DateTimeField(_("paused at"), null=True, blank=True)
    calendar = models.CharField(_("working calendar"), max_length=CODE_MAX_LENGTH)
    calendar_version = models.PositiveIntegerField(_("version of the calendar"), default=0)
    limit = models.JSONField(_("limit"), null=True, blank=True)
    clock = models.CharField(_("clock"), max_length=8)
    counted_from = models.DateTimeField(_("counted from"))
    budget = models.PositiveBigIntegerField(_("seconds on its clock"))
    spent = models.PositiveBigIntegerField(_("seconds spent before the last pause"), default=0)
    ladder = models.CharField(_("ladder"), max_length=20, default=DEFAULT_LADDER)
    schedule = models.JSONField(_("moments of the rungs"), default=list)
    position = models.PositiveSmallIntegerField(_("rungs rung"), default=0)
    next_rung_at = models.DateTimeField(_("next rung at"), null=True, blank=True)
    provisional = models.BooleanField(_("provisional"), default=False)
    passed_on = models.PositiveSmallIntegerField(_("times passed on"), default=0, db_default=0)

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "object_id", "purpose"], name="deadline_one_open", condition=Q(state__in=OPEN_STATES)
            ),
            models.CheckConstraint(
                condition=Q(state__in=[code for code, _label in STATES]), name="deadline_state_known"
            ),
            models.CheckConstraint(
                condition=Q(clock__in=[WORK, WORKING_DAYS_ROUND, WALL]), name="deadline_clock_known"
            ),
            models.CheckConstraint(condition=~Q(state=MET) | Q(met_at__isnull=False), name="deadline_met_has_time"),
            models.CheckConstraint(
                condition=~Q(state=PAUSED) | Q(paused_at__isnull=False), name="deadline_paused_has_time"
            ),
            models.CheckConstraint(
                condition=Q(state=RUNNING) | Q(next_rung_at=None), name="deadline_rings_only_while_running"
            ),
        ]
        indexes = [
            models.Index(fields=["next_rung_at", "id"], name="deadline_next_rung", condition=Q(state=RUNNING)),
            models.Index(fields=["kind", "object_id"], name="deadline_of_record"),
            models.Index(fields=["owner", "due_at"], name="deadline_of_owner", condition=Q(state=RUNNING)),
            models.Index(fields=["account", "due_at"], name="deadline_of_account", condition=Q(state=RUNNING)),
            models.Index(fields=["passed_on"], name="deadline_passed_on", condition=Q(passed_on__gt=0)),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.kind} {self.object_id}"

    @property
    def is_open(self) -> bool:
        return self.state in OPEN_STATES

    def is_late(self, now: datetime) -> bool:
        """Late if it was met after its time, or still runs after it."""
        if self.state == MET and self.met_at is not None:
            return self.met_at > self.due_at
        return self.state == RUNNING and now > self.due_at

    @property
    def explain_zh(self) -> str:
        """Why it is due then, in Chinese; empty where somebody named the time."""
        return reason(self, "zh")

    @property
    def explain_en(self) -> str:
        """The same in English."""
        return reason(self, "en")

    @property
    def purpose_words(self) -> str:
        """What it is for, in the language of the reader."""
        zh, en = PURPOSES.get(self.purpose, (self.purpose,) * 2)
        return en if get_language() == "en" else zh

    @property
    def explanation(self) -> str:
        """The reason in the language of the reader."""
        return reason(self, "en" if get_language() == "en" else "zh")


@lru_cache(maxsize=4000)
def said(clock: Clock, limit: Limit, start: datetime, due: datetime, language: str) -> str:
    """The reason of one due time; a list says it again at every look. A changed calendar is another clock."""
    return explain(clock, limit, start, due, missing_years(clock, limit.unit, start, due), language)


def reason(deadline: Deadline, language: str) -> str:
    """Said from what is stored, on the calendar under which the deadline was last reckoned."""
    if not deadline.limit:
        return ""
    clock, limit, start = clock_of(deadline.calendar), Limit.of(deadline.limit), deadline.started_at
    due = deadline.due_at if deadline.spent == 0 else clock.due(limit, start)
    text = said(clock, limit, start, due, language)
    if deadline.spent == 0 or deadline.state == PAUSED:
        return text
    now_due = clock.local(deadline.due_at)
    if language == "zh":
        return f"{text}；暂停后顺延至{now_due.month}月{now_due.day}日{now_due:%H:%M}"
    return f"{text}; after a pause until {now_due:%H:%M on %Y-%m-%d}"

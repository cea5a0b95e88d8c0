"""Working calendars in the database, so that an operator can mend them (W-01)."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from governance.worktime.rules import CODE_MAX_LENGTH, HOLIDAY, MAKEUP


class WorkCalendar(models.Model):
    """Whose working time counts: a country, its zone, its hours and its days."""

    code = models.SlugField(_("code"), max_length=CODE_MAX_LENGTH, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=80)
    zone = models.CharField(_("time zone"), max_length=40)
    version = models.PositiveIntegerField(_("version"), default=1, editable=False)
    changed_at = models.DateTimeField(_("changed at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("working calendar")
        verbose_name_plural = _("working calendars")
        ordering = ["code"]

    def __str__(self) -> str:
        return self.name_en if get_language() == "en" else self.name_zh


class WorkSpan(models.Model):
    """Opening hours on one weekday; make-up days take the hours of the first weekday that has any."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="spans", verbose_name=_("calendar"))
    weekday = models.PositiveSmallIntegerField(
        _("weekday"),
        choices=[
            (0, _("Monday")),
            (1, _("Tuesday")),
            (2, _("Wednesday")),
            (3, _("Thursday")),
            (4, _("Friday")),
            (5, _("Saturday")),
            (6, _("Sunday")),
        ],
    )
    opens = models.TimeField(_("opens"))
    closes = models.TimeField(_("closes"))

    class Meta:
        verbose_name = _("opening hours")
        verbose_name_plural = _("opening hours")
        ordering = ["calendar", "weekday", "opens"]
        constraints = [
            models.CheckConstraint(condition=Q(closes__gt=F("opens")), name="work_span_closes_after_it_opens"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="work_span_weekday_known"),
            models.UniqueConstraint(fields=["calendar", "weekday", "opens"], name="work_span_once"),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.opens:%H:%M}-{self.closes:%H:%M}"


class CalendarDay(models.Model):
    """A day that differs from its weekday: a holiday, or a make-up working day (调休)."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="days", verbose_name=_("calendar"))
    day = models.DateField(_("day"))
    kind = models.CharField(
        _("kind"), max_length=8, choices=[(HOLIDAY, _("Holiday")), (MAKEUP, _("Make-up working day"))]
    )
    name_zh = models.CharField(_("Chinese name"), max_length=120)
    name_en = models.CharField(_("English name"), max_length=120)

    class Meta:
        verbose_name = _("holiday or make-up day")
        verbose_name_plural = _("holidays and make-up days")
        ordering = ["calendar", "-day"]
        constraints = [
            models.UniqueConstraint(fields=["calendar", "day"], name="calendar_day_once"),
            models.CheckConstraint(condition=Q(kind__in=[HOLIDAY, MAKEUP]), name="calendar_day_kind_known"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name_en if get_language() == 'en' else self.name_zh}"


class CalendarYear(models.Model):
    """A year whose table of days is complete; deadlines that reach into any other year are provisional (W-02)."""

    calendar = models.ForeignKey(WorkCalendar, models.CASCADE, related_name="years", verbose_name=_("calendar"))
    year = models.PositiveSmallIntegerField(_("year"))
    source = models.CharField(_("source"), max_length=80)
    loaded_at = models.DateTimeField(_("loaded at"), default=timezone.now, editable=False)

    class Meta:
        verbose_name = _("complete year")
        verbose_name_plural = _("complete years")
        ordering = ["calendar", "-year"]
        constraints = [models.UniqueConstraint(fields=["calendar", "year"], name="calendar_year_once")]

    def __str__(self) -> str:
        return str(self.year)

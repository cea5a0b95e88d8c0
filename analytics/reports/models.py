"""Monthly reports, the months that need one, who acknowledged, what came of the advice (R-094, R-097)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from analytics.metrics.models import VIEW_METRICS, MetricDefinition
from analytics.reports.rules import FILE_STATES, FORMATS, LANGUAGES
from analytics.reports.workflow import ACTION, REPORT, SEND
from governance.public import Machine, accounts_for, can, state_constraint

if TYPE_CHECKING:
    from accounts.public import User


class MonthlyReportQuerySet(models.QuerySet["MonthlyReport"]):
    """Named filters of reports."""

    def visible_to(self, user: User) -> Self:
        """Reports on nothing but accounts whose figures one may see; unsent ones to those who write reports."""
        seen = accounts_for(user, VIEW_METRICS)
        covers = MonthlyReport.accounts.through.objects.filter(monthlyreport_id=OuterRef("pk"))
        rows = self.filter(Exists(covers)).exclude(Exists(covers.exclude(platformaccount_id__in=seen)))
        if not (can(user, SEND) or can(user, "governance.read_everything")):
            rows = rows.exclude(status="draft")
        return rows

    def counted(self) -> Self:
        """Those that were sent."""
        return self.filter(status__in=["sent", "acknowledged"])


class MonthlyReport(models.Model):
    """What a month showed, for one account or for the company; its figures are frozen when it is sent (R-094)."""

    machine: ClassVar[Machine] = REPORT

    month = models.DateField(_("month"))
    account = models.ForeignKey(
        "accounts.PlatformAccount",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports",
        verbose_name=_("account"),
        help_text=_("Empty: one report on all accounts."),
    )
    accounts = models.ManyToManyField(
        "accounts.PlatformAccount", related_name="covering_reports", verbose_name=_("accounts covered")
    )
    findings = models.TextField(_("what the figures show"), blank=True)
    advice = models.TextField(_("advice"), blank=True)
    methods = models.JSONField(_("methods used"), default=list, blank=True)
    method_count = models.PositiveSmallIntegerField(_("number of methods"), default=0)
    paper = models.JSONField(_("frozen figures"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256 of the frozen figures"), max_length=64, blank=True)
    status = models.CharField(_("status"), max_length=14, choices=REPORT.choices, default=REPORT.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="reports_written",
        verbose_name=_("author"),
    )
    created_at = models.DateTimeField(_("created at"))
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("sent by")
    )
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    acknowledged_at = models.DateTimeField(_("first acknowledged at"), null=True, blank=True)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("replaces")
    )

    objects = MonthlyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("monthly report")
        verbose_name_plural = _("monthly reports")
        ordering = ["-month", "-pk"]
        indexes = [models.Index(fields=["status", "-month"], name="report_status_month")]
        constraints = [
            state_constraint(REPORT, "report_status_known"),
            models.CheckConstraint(
                condition=Q(status="draft")
                | Q(sent_at__isnull=False, sent_by__isnull=False, paper__isnull=False) & ~Q(sha256=""),
                name="report_sent_is_frozen",
            ),
            models.CheckConstraint(
                condition=~Q(status="acknowledged") | Q(acknowledged_at__isnull=False), name="report_acknowledged_when"
            ),
            models.CheckConstraint(
                condition=Q(status="draft") | ~Q(findings="") & ~Q(advice=""), name="report_sent_has_words"
            ),
            models.UniqueConstraint(
                fields=["month", "account"],
                condition=Q(account__isnull=False) & ~Q(status="replaced"),
                name="report_once_per_account",
            ),
            models.UniqueConstraint(
                fields=["month"],
                condition=Q(account__isnull=True) & ~Q(status="replaced"),
                name="report_once_per_company",
            ),
        ]

    def __str__(self) -> str:
        scope = str(self.account) if self.account else _("all accounts")
        return f"{self.month:%Y-%m} · {scope}"

    def get_absolute_url(self) -> str:
        """The page of this report."""
        return reverse("analytics:report_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether words may still change, and figures move with every import."""
        return self.status == "draft"


class ReportMonthQuerySet(models.QuerySet["ReportMonth"]):
    """Named filters of months that need a report."""

    def unfulfilled(self) -> Self:
        """No acknowledged report covers them, or it was sent too late (R-094)."""
        return self.filter(Q(acknowledged_at=None) | Q(report=None) | Q(report__sent_at__gt=F("due_at")))


class ReportMonth(models.Model):
    """A closed month of one account, which needs a report that was sent in time and acknowledged (R-094)."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="report_months", verbose_name=_("account")
    )
    month = models.DateField(_("month"))
    due_at = models.DateTimeField(_("due at"))
    report = models.ForeignKey(
        MonthlyReport, models.PROTECT, null=True, blank=True, related_name="months", verbose_name=_("report")
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"), null=True, blank=True)

    objects = ReportMonthQuerySet.as_manager()

    class Meta:
        verbose_name = _("month that needs a report")
        verbose_name_plural = _("months that need a report")
        ordering = ["-month", "account"]
        constraints = [
            models.UniqueConstraint(fields=["account", "month"], name="report_month_once"),
            models.CheckConstraint(
                condition=Q(acknowledged_at=None) | Q(report__isnull=False),
                name="report_month_acknowledged_has_report",
            ),
        ]
        indexes = [models.Index(fields=["due_at"], name="report_month_due")]

    def __str__(self) -> str:
        return f"{self.account} {self.month:%Y-%m}"


class ReportAcknowledgement(models.Model):
    """A reader took note of a report; written once and never changed (R-094)."""

    report = models.ForeignKey(
        MonthlyReport, models.PROTECT, related_name="acknowledgements", verbose_name=_("report")
    )
    reader = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("reader of the report")
    )
    acknowledged_at = models.DateTimeField(_("acknowledged at"))
    sha256 = models.CharField(_("SHA-256 acknowledged"), max_length=64)
    note = models.CharField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("acknowledgement of a report")
        verbose_name_plural = _("acknowledgements of reports")
        ordering = ["acknowledged_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["report", "reader"], name="report_acknowledged_once"),
            models.CheckConstraint(condition=~Q(sha256=""), name="report_acknowledged_hash"),
        ]

    def __str__(self) -> str:
        return f"{self.report} – {self.reader}"


class ActionItemQuerySet(models.QuerySet["ActionItem"]):
    """Named filters of actions."""

    def visible_to(self, user: User) -> Self:
        """Those of accounts whose figures one may see, and one's own."""
        return self.filter(Q(account_id__in=accounts_for(user, VIEW_METRICS)) | Q(owner_id=user.pk))

    def in_time(self) -> Self:
        """Those that were done by their day."""
        return self.filter(status="done", done_at__lte=F("due_at"))


class ActionItem(models.Model):
    """Advice turned into work: an owner, a day, a result and what it did to a figure (R-097)."""

    machine: ClassVar[Machine] = ACTION

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="actions", verbose_name=_("report"))
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="report_actions", verbose_name=_("account")
    )
    text = models.CharField(_("what is to be done"), max_length=500)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="report_actions", verbose_name=_("owner")
    )
    due_at = models.DateTimeField(_("due at"))
    metric = models.ForeignKey(
        MetricDefinition,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("metric it should move"),
    )
    value_before = models.DecimalField(
        _("value in the report"), max_digits=26, decimal_places=6, null=True, blank=True
    )
    value_after = models.DecimalField(_("value afterwards"), max_digits=26, decimal_places=6, null=True, blank=True)
    after_month = models.DateField(_("month of the value afterwards"), null=True, blank=True)
    result = models.CharField(_("result"), max_length=1000, blank=True)
    status = models.CharField(_("status"), max_length=8, choices=ACTION.choices, default=ACTION.initial)
    lock_version = models.PositiveIntegerField(default=0, editable=False)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("given by")
    )
    created_at = models.DateTimeField(_("created at"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)

    objects = ActionItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("action")
        verbose_name_plural = _("actions")
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["status", "due_at"], name="action_status_due")]
        constraints = [
            state_constraint(ACTION, "action_status_known"),
            models.CheckConstraint(
                condition=Q(status="open") | ~Q(result="") & Q(done_at__isnull=False), name="action_closed_has_result"
            ),
        ]

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its place on the report's page."""
        return reverse("analytics:action_detail", args=[self.pk])


class ReportFile(models.Model):
    """A report as a file, built once per content and language; progress is a column that pages show."""

    report = models.ForeignKey(MonthlyReport, models.PROTECT, related_name="files", verbose_name=_("report"))
    format = models.CharField(_("format"), max_length=4, choices=FORMATS)
    language = models.CharField(_("language"), max_length=8, choices=LANGUAGES)
    content = models.CharField(_("SHA-256 of the content"), max_length=64)
    state = models.CharField(_("state"), max_length=8, choices=FILE_STATES, default="waiting")
    step = models.PositiveSmallIntegerField(_("step"), default=0)
    steps = models.PositiveSmallIntegerField(_("steps"), default=1)
    place = models.CharField(_("kept as"), max_length=200, blank=True)
    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True)
    size = models.PositiveIntegerField(_("bytes"), default=0)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    moved_at = models.DateTimeField(_("last progress"))

    class Meta:
        verbose_name = _("report file")
        verbose_name_plural = _("report files")
        ordering = ["-asked_at"]
        constraints = [
            models.UniqueConstraint(fields=["report", "format", "language", "content"], name="report_file_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s for s, _n in FILE_STATES]), name="report_file_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state="done") | ~Q(place="") & ~Q(sha256=""), name="report_file_done_has_place"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.report} {self.format} {self.language}"

    @property
    def name(self) -> str:
        """The file's name for people."""
        scope = self.report.account.handle if self.report.account else "company"
        return f"report-{self.report.month:%Y-%m}-{scope}-{self.language}.{self.format}"

    @property
    def progress(self) -> dict[str, Any]:
        """For the page's bar."""
        return {"value": self.step, "max": self.steps}

"""Campaigns: the plan, the frozen terms, the checks, and what was done while they ran (R-050 to R-058)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.campaigns.rules import CHECKS, CURRENCIES, LINE_LIMIT, MINORS, TYPES
from content.campaigns.workflow import BEGUN, CAMPAIGN, CLOSED, DECIDED, DRAFT, DROPPED
from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint

_EMPTY = Q(theme="") | Q(aim="") | Q(place="") | Q(way_to_join="") | Q(rules="") | Q(prizes="")
LACKS_ELEMENT = _EMPTY | Q(starts_at=None) | Q(ends_at=None) | Q(budget=None) | Q(owner=None)
LACKS_DATA = Q(participants=None) | Q(interactions=None) | Q(feedback="")
LACKS_REPORT = Q(overview="") | Q(execution="") | Q(effect="") | Q(problems="") | Q(improvement="")
CHECK_LABELS = [(row.code, row.label) for row in CHECKS]


def _person(label: Any, related_name: str = "+", *, null: bool = True) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name=related_name, verbose_name=label
    )


class CampaignQuerySet(models.QuerySet["Campaign"]):
    """Named filters of campaigns."""

    def visible_to(self, user: Any) -> Self:
        """Of accounts that this person may see; their own too."""
        seen = accounts_for(user, VIEW_ACCOUNT)
        return self.filter(Q(account_id__in=seen) | Q(author_id=user.pk) | Q(owner_id=user.pk))

    def begun(self) -> Self:
        """Started at some time."""
        return self.exclude(started_at=None)

    def open(self) -> Self:
        """Neither closed nor dropped."""
        return self.exclude(status__in=[CLOSED, DROPPED])


class Campaign(models.Model):
    """One campaign of one account, from its plan to its report; amounts are in `currency`."""

    machine: ClassVar[Machine] = CAMPAIGN

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="campaigns", db_index=False,
        verbose_name=_("platform account"),
    )  # fmt: skip
    type = models.CharField(_("type"), max_length=20, choices=TYPES)
    theme = models.CharField(_("theme"), max_length=LINE_LIMIT)
    aim = models.TextField(_("aim"), blank=True)
    starts_at = models.DateTimeField(_("begins"), null=True, blank=True)
    ends_at = models.DateTimeField(_("ends"), null=True, blank=True)
    place = models.CharField(_("place"), max_length=LINE_LIMIT, blank=True)
    way_to_join = models.TextField(_("way to join"), blank=True)
    rules = models.TextField(_("rules"), blank=True)
    prizes = models.TextField(_("prizes"), blank=True)
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2, null=True, blank=True)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    organiser = models.CharField(_("organiser"), max_length=LINE_LIMIT, blank=True)
    redemption = models.TextField(_("redemption"), blank=True)
    minors = models.CharField(_("minors"), max_length=10, choices=MINORS, blank=True)
    purchase_needed = models.BooleanField(_("joining needs a purchase"), default=False)
    owner = _person(_("owner"), "owned_campaigns")
    author = _person(_("author"), "campaigns", null=False)
    editors = models.JSONField(_("people who wrote in it"), default=list, editable=False)
    created_at = models.DateTimeField(_("created at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_by = _person(_("approved by"))
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    decision_note = models.TextField(_("note of the decision"), blank=True)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("over since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    terms_sha256 = models.CharField(max_length=64, blank=True)
    participants = models.PositiveIntegerField(_("participants"), null=True, blank=True)
    interactions = models.PositiveIntegerField(_("interaction"), null=True, blank=True)
    feedback = models.TextField(_("feedback"), blank=True)
    overview = models.TextField(_("overview"), blank=True)
    execution = models.TextField(_("execution"), blank=True)
    effect = models.TextField(_("effect"), blank=True)
    problems = models.TextField(_("problems"), blank=True)
    improvement = models.TextField(_("improvement"), blank=True)
    reported_by = _person(_("reported by"))
    report_due_at = models.DateTimeField(_("report due"), null=True, blank=True)
    report_sent_at = models.DateTimeField(_("report sent"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=CAMPAIGN.choices, default=CAMPAIGN.initial)
    lock_version = models.PositiveIntegerField(default=0)

    objects = CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("campaign")
        verbose_name_plural = _("campaigns")
        default_permissions = ("view",)
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["account", "started_at"], name="campaign_of_account"),
            models.Index(fields=["status", "starts_at"], name="campaign_by_status"),
        ]
        constraints = [
            state_constraint(CAMPAIGN, "campaign_status_known"),
            models.CheckConstraint(
                condition=Q(status__in=[DRAFT, DROPPED]) | ~LACKS_ELEMENT, name="campaign_whole_when_submitted"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=DECIDED)
                | (Q(approved_by__isnull=False, approved_at__isnull=False) & ~Q(approved_by=F("author"))),
                name="campaign_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(started_at=None) | Q(approved_at__isnull=False, started_at__gte=F("approved_at")),
                name="campaign_approved_before_start",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=BEGUN) | (Q(started_at__isnull=False) & ~Q(terms_sha256="")),
                name="campaign_begun_with_frozen_terms",
            ),
            models.CheckConstraint(
                condition=Q(starts_at=None) | Q(ends_at=None) | Q(ends_at__gt=F("starts_at")),
                name="campaign_ends_after_start",
            ),
            models.CheckConstraint(
                condition=~Q(status=CLOSED) | (Q(report_sent_at__isnull=False) & ~LACKS_DATA & ~LACKS_REPORT),
                name="campaign_closed_with_report",
            ),
        ]

    def __str__(self) -> str:
        return self.theme

    def get_absolute_url(self) -> str:
        """The page of this campaign."""
        return reverse("content:campaign_detail", args=[self.pk])

    @property
    def writers(self) -> set[int]:
        """Who wrote in its plan or planned its draws: none of them checks or decides it."""
        return {self.author_id, *self.editors}

    @property
    def has_draws(self) -> bool:
        """Whether prizes are drawn."""
        return bool(self.draws.exclude(status="void").exists())


class CampaignTerms(models.Model):
    """What participants were told, as it stood at the announcement or the start; written once (C-02, C-03)."""

    campaign = models.OneToOneField(Campaign, models.PROTECT, related_name="terms", verbose_name=_("campaign"))
    sealed = models.TextField(_("terms"))
    sha256 = models.CharField(max_length=64)
    frozen_by = _person(_("frozen by"), null=False)
    frozen_at = models.DateTimeField(_("frozen at"))

    class Meta:
        verbose_name = _("terms of a campaign")
        verbose_name_plural = _("terms of campaigns")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.campaign} · {self.sha256[:12]}"


class CampaignCheck(models.Model):
    """One of the four checks, by somebody else than the author; a change of the plan voids it (R-052)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="checks", db_index=False, verbose_name=_("campaign")
    )
    part = models.CharField(_("check"), max_length=20, choices=CHECK_LABELS)
    passed = models.BooleanField(_("passed"))
    note = models.TextField(_("finding"))
    answers = models.JSONField(_("rules of law answered"), default=dict, blank=True)
    written_by = _person(_("author of the plan"), null=False)
    checked_by = _person(_("checked by"), null=False)
    checked_at = models.DateTimeField(_("checked at"))
    voided_at = models.DateTimeField(_("voided at"), null=True, blank=True)

    class Meta:
        verbose_name = _("check of a campaign")
        verbose_name_plural = _("checks of campaigns")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["campaign", "part"], condition=Q(voided_at=None), name="campaign_check_once"
            ),
            models.CheckConstraint(condition=~Q(checked_by=F("written_by")), name="campaign_checked_by_another"),
        ]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.get_part_display()}"


class CampaignAnnouncement(models.Model):
    """A published post that announces a campaign (R-053)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="announcements", db_index=False, verbose_name=_("campaign")
    )
    publication = models.ForeignKey(
        "content.Publication", models.PROTECT, related_name="announcements", verbose_name=_("publication")
    )
    linked_by = _person(_("linked by"), null=False)
    linked_at = models.DateTimeField(_("linked at"))

    class Meta:
        verbose_name = _("announcement of a campaign")
        verbose_name_plural = _("announcements of campaigns")
        default_permissions = ("view",)
        constraints = [models.UniqueConstraint(fields=["campaign", "publication"], name="campaign_announcement_once")]

    def __str__(self) -> str:
        return f"{self.campaign} · {self.publication}"


class CampaignTask(models.Model):
    """Something to do for a campaign, with who does it and until when (R-054)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="tasks", db_index=False, verbose_name=_("campaign")
    )
    title = models.CharField(_("task"), max_length=LINE_LIMIT)
    owner = _person(_("owner"), "campaign_tasks", null=False)
    due_at = models.DateTimeField(_("due"))
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    created_at = models.DateTimeField(_("created at"))

    class Meta:
        verbose_name = _("task of a campaign")
        verbose_name_plural = _("tasks of campaigns")
        default_permissions = ("view",)
        ordering = ["due_at", "pk"]
        indexes = [models.Index(fields=["campaign", "due_at"], name="campaign_task_in_order")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its place on the page of the campaign."""
        return f"{self.campaign.get_absolute_url()}#task-{self.pk}"

    @property
    def account_id(self) -> int:
        """The account of its campaign."""
        return self.campaign.account_id


class CampaignStaff(models.Model):
    """Somebody on duty while a campaign runs (R-054)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="staff", db_index=False, verbose_name=_("campaign")
    )
    person = _person(_("person"), "campaign_duties", null=False)
    duty = models.CharField(_("duty"), max_length=LINE_LIMIT)
    begins_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"))

    class Meta:
        verbose_name = _("person on duty at a campaign")
        verbose_name_plural = _("people on duty at campaigns")
        default_permissions = ("view",)
        ordering = ["begins_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["campaign", "person", "begins_at"], name="campaign_staff_once"),
            models.CheckConstraint(condition=Q(ends_at__gt=F("begins_at")), name="campaign_staff_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.person} · {self.duty}"


class CampaignIssue(models.Model):
    """A problem while a campaign runs: raised, taken up by somebody, solved (R-054)."""

    campaign = models.ForeignKey(
        Campaign, models.PROTECT, related_name="issues", db_index=False, verbose_name=_("campaign")
    )
    text = models.TextField(_("problem"))
    raised_by = _person(_("raised by"), null=False)
    raised_at = models.DateTimeField(_("raised at"))
    due_at = models.DateTimeField(_("to be taken up by"))
    owner = _person(_("owner"), "campaign_issues")
    taken_at = models.DateTimeField(_("taken up at"), null=True, blank=True)
    resolved_at = models.DateTimeField(_("solved at"), null=True, blank=True)
    resolution = models.TextField(_("solution"), blank=True)

    class Meta:
        verbose_name = _("problem at a campaign")
        verbose_name_plural = _("problems at campaigns")
        default_permissions = ("view",)
        ordering = ["raised_at", "pk"]
        indexes = [models.Index(fields=["campaign", "raised_at"], name="campaign_issue_in_order")]
        constraints = [
            models.CheckConstraint(
                condition=Q(owner=None, taken_at=None) | Q(owner__isnull=False, taken_at__isnull=False),
                name="campaign_issue_taken",
            ),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | (Q(owner__isnull=False) & ~Q(resolution="")),
                name="campaign_issue_solved_by_owner",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    def get_absolute_url(self) -> str:
        """Its place on the page of the campaign."""
        return f"{self.campaign.get_absolute_url()}#issue-{self.pk}"

    @property
    def account_id(self) -> int:
        """The account of its campaign."""
        return self.campaign.account_id

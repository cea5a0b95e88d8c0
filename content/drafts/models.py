"""Drafts, the accounts they are meant for, their frozen versions and what the linter found in them."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from content.drafts.rules import ALT_LIMIT, CONTENT_TYPES, MEDIA, ORIGINALITY, TITLE_LIMIT, URGENT_WAY, WAYS
from content.drafts.workflow import DRAFT, IN_REVIEW, SIGNED
from governance.public import Machine, accounts_for, state_constraint

_FOUR_EYES = (
    Q(first_signer__isnull=False)
    & Q(final_signer__isnull=False)
    & ~Q(first_signer=F("final_signer"))
    & ~Q(first_signer=F("author"))
    & ~Q(final_signer=F("author"))
    & Q(current_version__isnull=False)
)


class DraftQuerySet(models.QuerySet["Draft"]):
    """Named filters of drafts."""

    def visible_to(self, user: Any) -> Self:
        """The drafts that go to an account which this person may see, and their own."""
        seen = accounts_for(user, "accounts.view_platformaccount")
        shared = DraftTarget.objects.filter(account_id__in=seen).values("draft_id")
        return self.filter(Q(account_id__in=seen) | Q(author_id=user.pk) | Q(pk__in=shared))

    def in_review(self) -> Self:
        """Those that wait for a signature."""
        return self.filter(status__in=IN_REVIEW)

    def returned(self) -> Self:
        """Those that came back with changes requested and were not submitted again (R-033)."""
        return self.filter(status="draft", returned_at__isnull=False)

    def urgent(self) -> Self:
        """Those whose reason was agreed to as urgent, or that were last submitted on one (R-019)."""
        return self.filter(Q(current_version__way=URGENT_WAY) | Q(urgent_approved_by__isnull=False))

    def without_reason(self) -> Self:
        """Those submitted neither on an approved plan item nor on an approved urgent reason (R-019).

        The version keeps who had approved; versions from before it did are judged by what holds now.
        """
        kept = self.filter(current_version__reason_approved_by=None)
        return kept.exclude(plan_item__status="approved").filter(urgent_approved_by=None)


class Draft(models.Model):
    """One post in the making, for one leading account and perhaps more (R-019, R-025, R-030)."""

    machine: ClassVar[Machine] = DRAFT

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="drafts", verbose_name=_("leading account")
    )
    targets: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "accounts.PlatformAccount",
        through="content.DraftTarget",
        related_name="targeting_drafts",
        verbose_name=_("accounts"),
    )
    plan_item = models.ForeignKey(
        "content.PlanItem", models.PROTECT, null=True, blank=True, related_name="drafts", verbose_name=_("plan item")
    )
    urgent_reason = models.TextField(_("urgent reason"), blank=True)
    urgent_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="approved_urgencies",
        verbose_name=_("urgent reason approved by"),
    )
    urgent_approved_at = models.DateTimeField(_("urgent reason approved at"), null=True, blank=True)

    title = models.CharField(_("title"), max_length=TITLE_LIMIT)
    body = models.TextField(_("text"), blank=True)
    content_type = models.CharField(_("content type"), max_length=20, choices=CONTENT_TYPES)
    medium = models.CharField(_("medium"), max_length=10, choices=MEDIA)
    hashtags = models.JSONField(_("hashtags"), default=list, blank=True)
    no_hashtag_reason = models.CharField(_("why no hashtag"), max_length=200, blank=True)
    ai_declared = models.BooleanField(_("made or altered with AI"), default=False)
    ad_declared = models.BooleanField(_("advertising"), default=False)
    originality = models.CharField(_("originality"), max_length=7, choices=ORIGINALITY, blank=True)
    outside_material = models.TextField(_("material from outside"), blank=True)
    flags = models.JSONField(_("flags"), default=list, blank=True)
    claims = models.JSONField(
        _("statements of fact"),
        default=list,
        blank=True,
        help_text=_("Each statement of fact with its source: a link, a document, a person who knows."),
    )
    units = models.JSONField(_("units named"), default=list, blank=True, editable=False)
    assets: models.ManyToManyField[Any, Any] = models.ManyToManyField(
        "content.MediaAsset", through="content.DraftAsset", related_name="drafts", verbose_name=_("files")
    )
    window_start = models.DateTimeField(_("not before"), null=True, blank=True)
    window_end = models.DateTimeField(_("not after"), null=True, blank=True)
    event_at = models.DateTimeField(_("time of the event"), null=True, blank=True)

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="drafts", verbose_name=_("author")
    )
    editors = models.JSONField(_("people who wrote in it"), default=list, editable=False)
    first_signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="first_signed_drafts",
        verbose_name=_("first review signed by"),
    )
    final_signer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="final_signed_drafts",
        verbose_name=_("final review signed by"),
    )
    current_version = models.ForeignKey(
        "content.DraftVersion", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("version")
    )
    versions_count = models.PositiveIntegerField(_("versions"), default=0)
    slots_total = models.PositiveSmallIntegerField(_("signatures needed"), default=0)
    slots_signed = models.PositiveSmallIntegerField(_("signatures given"), default=0)

    status = models.CharField(_("status"), max_length=14, choices=DRAFT.choices, default="draft")
    lock_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("created at"))
    updated_at = models.DateTimeField(_("changed at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    returned_at = models.DateTimeField(_("returned at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    scheduled_at = models.DateTimeField(_("scheduled for"), null=True, blank=True)
    plan_again_since = models.DateTimeField(_("to be planned again since"), null=True, blank=True, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    shown_at = models.DateTimeField(_("place in the calendar"), null=True, blank=True, editable=False)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        ordering = ["-updated_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "status", "-updated_at"], name="draft_account_status"),
            models.Index(fields=["author", "status"], name="draft_author_status"),
            models.Index(fields=["status", "scheduled_at"], name="draft_status_time"),
            models.Index(fields=["shown_at", "account"], name="draft_calendar"),
            models.Index(fields=["-updated_at", "-id"], name="draft_newest"),
        ]
        constraints = [
            state_constraint(DRAFT, "draft_status_known"),
            models.CheckConstraint(condition=~Q(status__in=SIGNED) | _FOUR_EYES, name="draft_four_eyes"),
            models.CheckConstraint(
                condition=~Q(status__in=IN_REVIEW) | Q(current_version__isnull=False),
                name="draft_reviewed_with_version",
            ),
            models.CheckConstraint(
                condition=Q(urgent_approved_by=None) | ~Q(urgent_approved_by=F("author")),
                name="draft_urgency_approved_by_another",
            ),
            models.CheckConstraint(
                condition=Q(window_start=None) | Q(window_end=None) | Q(window_end__gt=F("window_start")),
                name="draft_window_in_order",
            ),
            models.CheckConstraint(
                condition=Q(originality__in=[code for code, _label in ORIGINALITY]), name="draft_originality_known"
            ),
            models.CheckConstraint(
                condition=~Q(status="scheduled") | Q(scheduled_at__isnull=False), name="draft_scheduled_with_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this draft."""
        return reverse("content:draft_detail", args=[self.pk])

    @property
    def in_review(self) -> bool:
        """Whether it waits for signatures."""
        return self.status in IN_REVIEW

    @property
    def stage(self) -> str:
        """The review stage it is in, or nothing."""
        return {"first_review": "first", "final_review": "final"}.get(self.status, "")

    def wrote(self, user_id: int | None) -> bool:
        """Whether this person is the author or wrote in it."""
        return user_id == self.author_id or user_id in self.editors


class DraftTarget(models.Model):
    """One account that the draft goes to."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="target_rows")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("account of a draft")
        verbose_name_plural = _("accounts of drafts")
        constraints = [models.UniqueConstraint(fields=["draft", "account"], name="draft_target_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} > {self.account_id}"


class DraftAsset(models.Model):
    """A file of a draft, in its place."""

    draft = models.ForeignKey(Draft, models.CASCADE, related_name="asset_rows")
    asset = models.ForeignKey("content.MediaAsset", models.PROTECT, related_name="+", verbose_name=_("file"))
    position = models.PositiveSmallIntegerField(_("place"), default=0)
    alt = models.CharField(_("description for those who do not see it"), max_length=ALT_LIMIT, blank=True)

    class Meta:
        verbose_name = _("file of a draft")
        verbose_name_plural = _("files of drafts")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["draft", "asset"], name="draft_asset_once")]

    def __str__(self) -> str:
        return f"{self.draft_id} > {self.asset_id}"


class DraftVersion(models.Model):
    """What was submitted, frozen; the signatures cover its hash, and the database refuses changes (R-030, R-034)."""

    draft = models.ForeignKey(Draft, models.PROTECT, related_name="versions")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))
    sealed = models.JSONField(_("what was frozen"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    findings_count = models.PositiveSmallIntegerField(_("findings of the linter"), default=0)
    unsourced_claims = models.PositiveSmallIntegerField(_("statements without a source"), default=0)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField(_("submitted at"))
    override_reason = models.TextField(_("why legal should let a blocking finding pass"), blank=True)
    plan_item = models.ForeignKey(
        "content.PlanItem", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("plan item")
    )
    way = models.CharField(_("submitted on"), max_length=6, choices=WAYS, blank=True)
    urgent_reason = models.TextField(_("urgent reason"), blank=True)
    reason_approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("plan item or urgent reason approved by"),
    )  # fmt: skip
    reason_approved_at = models.DateTimeField(_("plan item or urgent reason approved at"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of a draft")
        verbose_name_plural = _("versions of drafts")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "number"], name="draft_version_number"),
            models.CheckConstraint(
                condition=Q(way__in=["", *(code for code, _label in WAYS)]), name="draft_version_way_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.sealed.get('title', '')} v{self.number}"

    @property
    def title(self) -> str:
        """The sealed title."""
        return str(self.sealed["title"])

    @property
    def body(self) -> str:
        """The sealed text."""
        return str(self.sealed["body"])

    @property
    def hashtags(self) -> list[str]:
        """The sealed hashtags."""
        return list(self.sealed["hashtags"])


class LintFinding(models.Model):
    """What the linter found in a frozen version, and who answered it (R-044, R-045)."""

    version = models.ForeignKey(DraftVersion, models.PROTECT, related_name="findings")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    rule = models.CharField(_("rule"), max_length=40)
    severity = models.CharField(
        _("weight"), max_length=6, choices=(("block", _("Blocks")), ("warn", _("Warning")), ("note", _("Note")))
    )
    start = models.PositiveIntegerField(_("from"))
    end = models.PositiveIntegerField(_("to"))
    text = models.CharField(_("words"), max_length=500, blank=True)
    category = models.CharField(_("category"), max_length=30, blank=True)
    message_zh = models.TextField(_("what is wrong, in Chinese"))
    message_en = models.TextField(_("what is wrong, in English"))
    suggestion_zh = models.TextField(_("suggestion, in Chinese"), blank=True)
    suggestion_en = models.TextField(_("suggestion, in English"), blank=True)
    basis_zh = models.CharField(_("basis, in Chinese"), max_length=300, blank=True)
    basis_en = models.CharField(_("basis, in English"), max_length=300, blank=True)
    cleared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    cleared_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    clearance = models.TextField(_("answer"), blank=True)
    reauthenticated_at = models.DateTimeField(_("password confirmed at"), null=True, blank=True)

    class Meta:
        verbose_name = _("finding of the linter")
        verbose_name_plural = _("findings of the linter")
        ordering = ["start", "pk"]
        indexes = [models.Index(fields=["severity", "cleared_at"], name="lint_finding_open")]
        constraints = [
            models.CheckConstraint(
                condition=Q(severity__in=["block", "warn", "note"]), name="lint_finding_severity_known"
            ),
            models.CheckConstraint(
                condition=Q(cleared_at=None) | (Q(cleared_by__isnull=False) & ~Q(clearance="")),
                name="lint_finding_cleared_with_words",
            ),
        ]

    def __str__(self) -> str:
        return self.message

    @property
    def message(self) -> str:
        """What is wrong, in the reader's language."""
        return self.message_en if get_language() == "en" else self.message_zh

    @property
    def suggestion(self) -> str:
        """What to write instead, in the reader's language."""
        return self.suggestion_en if get_language() == "en" else self.suggestion_zh

    @property
    def basis(self) -> str:
        """The rule behind it, in the reader's language."""
        return self.basis_en if get_language() == "en" else self.basis_zh

"""Files that posts are made of: checked, re-encoded, stored under our own names; uploads on their way; limits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.media.rules import (
    AT_WORK,
    BLOCK,
    BOUNDS,
    FACT_CHOICES,
    FACTS_BY_CODE,
    KINDS,
    ONE_OF,
    ORIGINS,
    SEVERITIES,
    UPLOAD_STATES,
    WAITING,
)
from governance.public import accounts_for


class MediaAssetQuerySet(models.QuerySet["MediaAsset"]):
    """Named filters of files."""

    def visible_to(self, user: Any) -> Self:
        """The files of accounts that this person may see, and their own."""
        seen = accounts_for(user, "accounts.view_platformaccount")
        return self.filter(Q(account_id__in=seen) | Q(uploaded_by_id=user.pk))


class MediaAsset(models.Model):
    """One file; the hash is that of the stored, re-encoded content."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="media_assets", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=KINDS)
    mime = models.CharField(_("content type"), max_length=40)
    file = models.FileField(_("file"), max_length=200)
    thumbnail = models.FileField(_("small picture"), max_length=200, blank=True)
    cover = models.FileField(_("cover"), max_length=200, blank=True)
    cover_sha256 = models.CharField(_("SHA-256 of the cover"), max_length=64, blank=True)
    cover_ms = models.PositiveBigIntegerField(_("moment of the cover in milliseconds"), null=True, blank=True)
    shown_name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    original_sha256 = models.CharField(_("SHA-256 as uploaded"), max_length=64, db_index=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    frames = models.PositiveIntegerField(_("frames"), null=True, blank=True)
    duration_ms = models.PositiveBigIntegerField(_("duration in milliseconds"), null=True, blank=True)
    has_sound = models.BooleanField(_("has sound"), default=False)
    frame_rate = models.DecimalField(_("frame rate"), max_digits=8, decimal_places=3, null=True, blank=True)
    loudness = models.DecimalField(
        _("loudness in LUFS"), max_digits=5, decimal_places=1, null=True, blank=True,
        help_text=_("Integrated loudness after EBU R 128, of the first ten minutes."),
    )  # fmt: skip
    codec = models.CharField(_("codec"), max_length=30, blank=True)
    sound_codec = models.CharField(_("codec of the sound"), max_length=30, blank=True)
    bit_rate = models.PositiveBigIntegerField(_("bits a second"), null=True, blank=True)
    facts_read_at = models.DateTimeField(_("facts read at"), null=True, blank=True)
    ai_labels = models.JSONField(
        _("AI content labels"),
        default=list,
        blank=True,
        help_text=_("Labels that said the file was made or altered with AI (GB 45438-2025, C2PA, XMP)."),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=ORIGINS, default="own")
    source = models.CharField(_("source"), max_length=300, blank=True)
    held_under = models.ForeignKey(
        "content.Licence", models.PROTECT, null=True, blank=True, related_name="assets", verbose_name=_("licence")
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = MediaAssetQuerySet.as_manager()

    class Meta:
        verbose_name = _("file")
        verbose_name_plural = _("files")
        ordering = ["-uploaded_at", "-pk"]
        indexes = [models.Index(fields=["account", "-uploaded_at"], name="media_account_time")]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["image", "video", "audio"]), name="media_kind_known"),
            models.CheckConstraint(
                condition=~Q(origin="licensed") | (~Q(source="") & Q(held_under__isnull=False)),
                name="media_licence_named",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def get_absolute_url(self) -> str:
        """Where the file is served, after an access check."""
        return reverse("content:media_file", args=[self.pk])

    @property
    def seconds(self) -> float | None:
        """How long it lasts, for people."""
        return None if self.duration_ms is None else round(self.duration_ms / 1000, 1)


class MediaUploadQuerySet(models.QuerySet["MediaUpload"]):
    """Named filters of uploads."""

    def visible_to(self, user: Any) -> Self:
        """One's own, and those of accounts that this person may see."""
        seen = accounts_for(user, "accounts.view_platformaccount")
        return self.filter(Q(account_id__in=seen) | Q(uploaded_by_id=user.pk))

    def free(self, now: Any, abandoned_after: timedelta) -> Self:
        """Those that wait for a worker, or whose worker has died."""
        return self.filter(
            Q(status__in=AT_WORK) & (Q(taken_at=None) | Q(taken_at__lt=now - abandoned_after)),
        )


class MediaUpload(models.Model):
    """A file that came and is being read by a worker; it becomes a `MediaAsset`, or is refused with a sentence."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="+", verbose_name=_("account")
    )
    mime = models.CharField(_("content type"), max_length=40)
    place = models.CharField(_("kept as"), max_length=200, blank=True)
    shown_name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    facts = models.JSONField(_("facts"), default=dict, blank=True)
    origin = models.CharField(_("origin"), max_length=10, choices=ORIGINS, default="own")
    source = models.CharField(_("source"), max_length=300, blank=True)
    held_under = models.ForeignKey(
        "content.Licence", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("licence")
    )
    status = models.CharField(_("status"), max_length=8, choices=UPLOAD_STATES, default=WAITING)
    done = models.PositiveSmallIntegerField(_("percent done"), default=0)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    sentence = models.CharField(_("why it was refused"), max_length=300, blank=True)
    asset = models.OneToOneField(
        MediaAsset, models.PROTECT, null=True, blank=True, related_name="upload", verbose_name=_("file")
    )
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))
    taken_at = models.DateTimeField(_("taken up by a worker"), null=True, blank=True)

    objects = MediaUploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("upload")
        verbose_name_plural = _("uploads")
        default_permissions = ("view",)
        ordering = ["-uploaded_at", "-pk"]
        indexes = [
            models.Index(fields=["taken_at"], name="media_upload_waiting", condition=Q(status__in=AT_WORK)),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=[code for code, _label in UPLOAD_STATES]), name="media_upload_status_known"
            ),
            models.CheckConstraint(
                condition=Q(status="ready", asset__isnull=False) | (~Q(status="ready") & Q(asset=None)),
                name="media_upload_ready_has_file",
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    @property
    def at_work(self) -> bool:
        """Whether a worker has it, or is about to."""
        return self.status in AT_WORK


class PlatformLimit(models.Model):
    """What a platform takes: one bound of one fact, with where and when it was read; kept in admin (R-028)."""

    platform = models.CharField(
        _("platform"), max_length=20, help_text=_("The code of the platform; * means every platform.")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=KINDS)
    fact = models.CharField(_("fact"), max_length=12, choices=FACT_CHOICES)
    bound = models.CharField(_("bound"), max_length=6, choices=BOUNDS)
    number = models.DecimalField(_("number"), max_digits=16, decimal_places=3, null=True, blank=True)
    words = models.JSONField(
        _("possible values"), default=list, blank=True, help_text=_('As a list, as in ["h264", "hevc"].')
    )
    severity = models.CharField(_("severity"), max_length=5, choices=SEVERITIES, default=BLOCK)
    source = models.CharField(_("read where"), max_length=300)
    read_on = models.DateField(
        _("read on"), null=True, blank=True, help_text=_("Empty means that nobody checked it with the platform yet.")
    )
    is_active = models.BooleanField(_("in force"), default=True)

    class Meta:
        verbose_name = _("limit of a platform")
        verbose_name_plural = _("limits of platforms")
        ordering = ["platform", "kind", "fact", "bound"]
        constraints = [
            models.UniqueConstraint(fields=["platform", "kind", "fact", "bound"], name="platform_limit_once"),
            models.CheckConstraint(
                condition=Q(bound=ONE_OF, number=None) | (~Q(bound=ONE_OF) & Q(number__isnull=False)),
                name="platform_limit_has_value",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="platform_limit_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.platform} {self.kind} {self.fact} {self.bound}"

    @property
    def unit(self) -> str:
        """The unit of its number."""
        return FACTS_BY_CODE[self.fact].unit

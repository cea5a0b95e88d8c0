"""Files that posts are made of: checked, re-encoded, stored under our own names."""

from __future__ import annotations

import datetime
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.media.rules import KINDS, ORIGINS
from governance.public import accounts_for


class MediaAssetQuerySet(models.QuerySet["MediaAsset"]):
    """Named filters of files."""

    def visible_to(self, user: Any) -> Self:
        """The files of accounts that this person may see, and their own."""
        seen = accounts_for(user, "accounts.view_platformaccount")
        return self.filter(Q(account_id__in=seen) | Q(uploaded_by_id=user.pk))

    def unlicensed_on(self, day: datetime.date) -> Self:
        """Foreign files whose licence is not proven or has run out (R-029)."""
        expired = Q(licence_until__isnull=False, licence_until__lt=day)
        return self.filter(origin="licensed").filter(Q(licence="") | expired)


class MediaAsset(models.Model):
    """One file; the hash is that of the stored, re-encoded content."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="media_assets", verbose_name=_("account")
    )
    kind = models.CharField(_("kind"), max_length=6, choices=KINDS)
    mime = models.CharField(_("content type"), max_length=40)
    file = models.FileField(_("file"), max_length=200)
    shown_name = models.CharField(_("name"), max_length=120)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    original_sha256 = models.CharField(_("SHA-256 as uploaded"), max_length=64, db_index=True)
    width = models.PositiveIntegerField(_("width"), null=True, blank=True)
    height = models.PositiveIntegerField(_("height"), null=True, blank=True)
    frames = models.PositiveIntegerField(_("frames"), null=True, blank=True)
    duration_ms = models.PositiveBigIntegerField(_("duration in milliseconds"), null=True, blank=True)
    has_sound = models.BooleanField(_("has sound"), default=False)
    ai_labels = models.JSONField(
        _("AI content labels"),
        default=list,
        blank=True,
        help_text=_("Labels that said the file was made or altered with AI (GB 45438-2025, C2PA, XMP)."),
    )
    origin = models.CharField(_("origin"), max_length=10, choices=ORIGINS, default="own")
    source = models.CharField(_("source"), max_length=300, blank=True)
    licence = models.CharField(_("licence and proof"), max_length=300, blank=True)
    licence_until = models.DateField(_("licensed until"), null=True, blank=True)
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
                condition=~Q(origin="licensed") | (~Q(source="") & ~Q(licence="")), name="media_licence_named"
            ),
        ]

    def __str__(self) -> str:
        return self.shown_name

    def get_absolute_url(self) -> str:
        """Where the file is served, after an access check."""
        return reverse("content:media_file", args=[self.pk])

"""What came in by file: which file, whose, how many messages (R-089 keeps figures; messages keep the hash alone)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class MessageImport(models.Model):
    """One file that was taken in whole; a refused file leaves no row here."""

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="message_imports", verbose_name=_("account")
    )
    file_name = models.CharField(_("file"), max_length=200)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    profile = models.CharField(_("profile"), max_length=30)
    rows = models.PositiveIntegerField(_("rows"))
    new = models.PositiveIntegerField(_("new"))
    changed = models.PositiveIntegerField(_("changed"))
    same = models.PositiveIntegerField(_("unchanged"))
    imported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("imported by"),
    )
    imported_at = models.DateTimeField(_("imported at"))

    class Meta:
        verbose_name = _("import of messages")
        verbose_name_plural = _("imports of messages")
        default_permissions = ("view",)
        ordering = ["-imported_at", "-id"]

    def __str__(self) -> str:
        return self.file_name

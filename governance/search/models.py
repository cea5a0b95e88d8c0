"""Searchable text, in a table of its own: an index on the hot row would slow every write of it."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchText(models.Model):
    """The words of one record. PostgreSQL keeps its tokens in a column `tokens`, SQLite in an FTS5 table."""

    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("account")
    )
    text = models.TextField(_("text"))

    class Meta:
        verbose_name = _("searchable text")
        verbose_name_plural = _("searchable texts")
        constraints = [models.UniqueConstraint(fields=["kind", "object_id"], name="search_text_once")]
        indexes = [models.Index(fields=["kind", "account", "object_id"], name="search_text_scope")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"

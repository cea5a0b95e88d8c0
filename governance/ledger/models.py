"""The append-only ledger: entries, and the seals that chain them (R-034, ASVS 16)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class LedgerEntry(models.Model):
    """Who did what, to what, when. Never changed, never deleted; the database refuses both."""

    event = models.CharField(_("event"), max_length=60)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    kind = models.CharField(_("kind of record"), max_length=40)
    object_id = models.BigIntegerField(_("record"))
    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, null=True, related_name="+", verbose_name=_("account")
    )
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, null=True, related_name="+", verbose_name=_("department")
    )
    payload = models.JSONField(_("details"), default=dict)
    at = models.DateTimeField(_("happened at"))
    recorded_at = models.DateTimeField(_("recorded at"), db_default=Now())

    class Meta:
        verbose_name = _("ledger entry")
        verbose_name_plural = _("ledger entries")
        default_permissions = ("view",)
        indexes = [
            models.Index(fields=["kind", "object_id", "id"], name="ledger_of_record"),
            models.Index(fields=["account", "id"], name="ledger_of_account"),
            models.Index(fields=["event", "at"], name="ledger_of_event"),
        ]

    def __str__(self) -> str:
        return f"{self.event} {self.kind} {self.object_id}"


class LedgerSeal(models.Model):
    """One link of the chain: SHA-256 over the entry and the seal before it; the sequence has no gap."""

    entry = models.OneToOneField(LedgerEntry, models.PROTECT, related_name="seal", verbose_name=_("entry"))
    sequence = models.BigIntegerField(_("sequence"), unique=True)
    previous_hash = models.CharField(_("hash before"), max_length=64)
    hash = models.CharField(_("hash"), max_length=64)
    sealed_at = models.DateTimeField(_("sealed at"), db_default=Now())

    class Meta:
        verbose_name = _("ledger seal")
        verbose_name_plural = _("ledger seals")
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.sequence} {self.hash[:12]}"

"""What went out, the check just before, and the looks after it (R-039, R-040, R-042)."""

from __future__ import annotations

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from governance.public import accounts_for


class Preflight(models.Model):
    """The publisher's ticks just before release, for one exact version (R-039, D-3.4.1b, O-4.4.2)."""

    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="preflights")
    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="preflights")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    items = models.JSONField(_("ticked"), default=list)
    ticked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    ticked_at = models.DateTimeField(_("ticked at"))

    class Meta:
        verbose_name = _("preflight check")
        verbose_name_plural = _("preflight checks")
        ordering = ["-ticked_at"]
        indexes = [models.Index(fields=["version", "account", "-ticked_at"], name="preflight_newest")]

    def __str__(self) -> str:
        return f"{self.draft_id} {self.ticked_at:%Y-%m-%d %H:%M}"


class PublicationQuerySet(models.QuerySet["Publication"]):
    """Named filters of publications."""

    def visible_to(self, user: Any) -> Self:
        """Those on accounts that this person may see."""
        return self.filter(account_id__in=accounts_for(user, "accounts.view_platformaccount"))

    def live(self) -> Self:
        """Those that were not withdrawn."""
        return self.filter(withdrawn_at=None)


class Publication(models.Model):
    """One post on one account: who released which sealed version, where, with what proof (R-040)."""

    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="publications")
    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="publications")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="publications")
    preflight = models.ForeignKey(Preflight, models.PROTECT, related_name="+", verbose_name=_("preflight check"))
    title = models.CharField(_("title"), max_length=200)
    url = models.URLField(_("address"), max_length=500)
    external_id = models.CharField(_("number on the platform"), max_length=120, blank=True)
    sha256 = models.CharField(_("SHA-256 released"), max_length=64)
    planned_for = models.DateTimeField(_("planned for"), null=True, blank=True)
    published_at = models.DateTimeField(_("published at"))
    publisher = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="publications", verbose_name=_("publisher")
    )
    proof = models.ForeignKey(
        "content.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("proof picture")
    )
    published_text = models.TextField(_("text as published"), blank=True)
    text_matches = models.BooleanField(_("same as the sealed text"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"))
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )
    withdrawal_reason = models.TextField(_("why withdrawn"), blank=True)
    withdrawal_proof = models.ForeignKey(
        "content.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("proof of the withdrawal"),
    )  # fmt: skip
    no_tag_reason = models.CharField(_("why no hashtag"), max_length=200, blank=True)
    event_at = models.DateTimeField(_("time of the event"), null=True, blank=True)
    stale_after = models.DateTimeField(
        _("fresh until"), null=True, blank=True, help_text=_("The end of its shelf life by the rule books of then."),
    )  # fmt: skip

    objects = PublicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        ordering = ["-published_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "-published_at"], name="publication_account_time"),
            models.Index(fields=["account", "external_id"], name="publication_external"),
            models.Index(fields=["url"], name="publication_url"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["draft", "account"], name="publication_once_per_account"),
            models.CheckConstraint(condition=~Q(url=""), name="publication_with_address"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | (Q(withdrawn_by__isnull=False) & ~Q(withdrawal_reason="")),
                name="publication_withdrawn_with_reason",
            ),
            models.CheckConstraint(
                condition=Q(withdrawal_proof=None) | Q(withdrawn_at__isnull=False),
                name="publication_proof_of_withdrawal",
            ),
            models.CheckConstraint(
                condition=Q(event_at=None, stale_after=None) | Q(event_at__isnull=False, stale_after__isnull=False),
                name="publication_event_with_shelf_life",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this publication."""
        return reverse("content:publication_detail", args=[self.pk])


class Checkpoint(models.Model):
    """A look at figures and feedback some time after release, with a note (R-042, D-3.4.2a, M-4.4.4)."""

    publication = models.ForeignKey(Publication, models.PROTECT, related_name="checkpoints")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    code = models.CharField(_("checkpoint"), max_length=5)
    due_at = models.DateTimeField(_("due at"))
    noted_at = models.DateTimeField(_("noted at"), null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("noted by")
    )
    note = models.TextField(_("note"), blank=True)

    class Meta:
        verbose_name = _("checkpoint")
        verbose_name_plural = _("checkpoints")
        ordering = ["due_at"]
        indexes = [models.Index(fields=["noted_at", "due_at"], name="checkpoint_open")]
        constraints = [
            models.UniqueConstraint(fields=["publication", "code"], name="checkpoint_once"),
            models.CheckConstraint(
                condition=Q(noted_at=None) | (Q(noted_by__isnull=False) & ~Q(note="")), name="checkpoint_with_note"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.publication} · {self.account} · {self.after}"

    @property
    def after(self) -> str:
        """How long after release, in words: "24 hours"; codes are those of `checkpoints.begin`."""
        amount, unit = self.code[:-1], self.code[-1:]
        if not amount.isdecimal() or unit not in "hd":
            return self.code
        count = int(amount)
        words = ngettext("%d hour", "%d hours", count) if unit == "h" else ngettext("%d day", "%d days", count)
        return words % count


class SlotChoice(models.Model):
    """Which times were proposed when a draft was scheduled, which was taken, and why another one (R-024)."""

    draft = models.OneToOneField("content.Draft", models.PROTECT, related_name="slot_choice")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    proposed = models.JSONField(_("proposed"), help_text=_("The beginnings of the hours, the best first."))
    chosen = models.DateTimeField(_("chosen"))
    was_proposed = models.BooleanField(_("one of those proposed"))
    reason = models.CharField(_("why another time"), max_length=300, blank=True)
    chosen_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    chosen_at = models.DateTimeField(_("chosen at"))

    class Meta:
        verbose_name = _("choice of a time")
        verbose_name_plural = _("choices of times")

    def __str__(self) -> str:
        return f"{self.draft_id} {self.chosen:%Y-%m-%d %H:%M}"

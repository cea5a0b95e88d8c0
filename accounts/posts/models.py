"""Posts of the rule books, their duty sheets, who holds them and who accepted which sheet (R-123)."""

from __future__ import annotations

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from accounts.posts.rules import TEXT_LIMIT
from accounts.terms.models import Term, TermQuerySet, term_constraints
from governance.public import term, today


class CompanyPostQuerySet(models.QuerySet["Post"]):
    """Named filters."""

    def listed(self) -> Self:
        """Posts that their rule book names today."""
        return self.filter(delisted_at=None)

    def filled(self, at: datetime, until: datetime | None = None) -> Self:
        """With a holder in office at that moment, and still at `until`, who accepted the sheet of that moment."""
        holders = PostHolding.objects.in_office(at).accepted(at).filter(post=OuterRef("pk"))
        if until is not None:
            holders = holders.filter(Q(until=None) | Q(until__gt=today(until)))
        return self.filter(Exists(holders))


class Post(models.Model):
    """A post that a rule book lists; it stays, with what happened in it, when the rule book drops it."""

    policy = models.ForeignKey(
        "governance.Policy", models.PROTECT, related_name="+", db_index=False, verbose_name=_("rule book")
    )
    code = models.SlugField(_("code"), max_length=60)
    listed_at = models.DateTimeField(_("listed since"))
    delisted_at = models.DateTimeField(_("no longer listed since"), null=True, blank=True)

    objects = CompanyPostQuerySet.as_manager()

    class Meta:
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        default_permissions = ("view",)
        ordering = ["policy", "pk"]
        constraints = [models.UniqueConstraint(fields=["policy", "code"], name="post_once_in_rule_book")]

    def __str__(self) -> str:
        return term(self.code)

    def get_absolute_url(self) -> str:
        """The page of this post."""
        return reverse("accounts:post_detail", args=[self.pk])


class DutySheet(models.Model):
    """One version of what a post's holder has to do; versions are added, never changed."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="sheets", db_index=False, verbose_name=_("post"))
    number = models.PositiveIntegerField(_("version"))
    text_zh = models.TextField(_("duties in Chinese"), max_length=TEXT_LIMIT)
    text_en = models.TextField(_("duties in English"), max_length=TEXT_LIMIT)
    written_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("written by")
    )
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("duty sheet")
        verbose_name_plural = _("duty sheets")
        default_permissions = ("view",)
        ordering = ["post", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="duty_sheet_number_once"),
            models.CheckConstraint(condition=~Q(text_zh="") & ~Q(text_en=""), name="duty_sheet_in_both_languages"),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.number}"

    @property
    def text(self) -> str:
        """The duties in the reader's language."""
        return self.text_en if get_language() == "en" else self.text_zh


class PostHoldingQuerySet(TermQuerySet["PostHolding"]):
    """Named filters."""

    def accepted(self, at: datetime) -> Self:
        """The holder accepted the sheet that was the newest at that moment."""
        newest = DutySheet.objects.filter(post=OuterRef("holding__post"), written_at__lte=at).order_by("-number")
        accepted = SheetAcceptance.objects.filter(
            holding=OuterRef("pk"), accepted_at__lte=at, sheet=Subquery(newest.values("pk")[:1])
        )
        return self.filter(Exists(accepted))

    def to_accept(self, at: datetime) -> Self:
        """In office under a sheet that the holder has not accepted yet."""
        return (
            self.in_office(at)
            .filter(Exists(DutySheet.objects.filter(post=OuterRef("post"))))
            .exclude(pk__in=PostHolding.objects.accepted(at).values("pk"))
        )


class PostHolding(Term):
    """Somebody holds a post from a day on, appointed by somebody else."""

    post = models.ForeignKey(Post, models.PROTECT, related_name="holdings", db_index=False, verbose_name=_("post"))
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="post_holdings", db_index=False,
        verbose_name=_("holder"),
    )  # fmt: skip
    objects = PostHoldingQuerySet.as_manager()

    class Meta:
        verbose_name = _("holding of a post")
        verbose_name_plural = _("holdings of posts")
        default_permissions = ("view",)
        ordering = ["post", "starts_on", "pk"]
        indexes = [
            models.Index(fields=["post", "starts_on"], name="post_holding_of_post"),
            models.Index(fields=["person", "ended_at"], name="post_holding_of_person"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "person"], condition=Q(ended_at=None), name="post_holding_open_once"
            ),
            *term_constraints("post_holding"),
        ]

    def __str__(self) -> str:
        return f"{self.post} · {self.person}"


class SheetAcceptance(models.Model):
    """The holder of a post accepted one version of its duty sheet."""

    holding = models.ForeignKey(
        PostHolding, models.PROTECT, related_name="acceptances", db_index=False, verbose_name=_("holding of a post")
    )
    sheet = models.ForeignKey(DutySheet, models.PROTECT, related_name="acceptances", verbose_name=_("duty sheet"))
    accepted_at = models.DateTimeField(_("accepted at"))

    class Meta:
        verbose_name = _("acceptance of a duty sheet")
        verbose_name_plural = _("acceptances of duty sheets")
        default_permissions = ("view",)
        ordering = ["holding", "sheet"]
        constraints = [models.UniqueConstraint(fields=["holding", "sheet"], name="duty_sheet_accepted_once")]

    def __str__(self) -> str:
        return f"{self.holding_id} > {self.sheet_id}"

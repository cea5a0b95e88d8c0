"""Threads of comments on a frozen version, anchored to words, to a region of a picture or to a moment (R-033)."""

from __future__ import annotations

from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.comments.rules import ASSET, PARTS, POST, QUOTE_LIMIT, WHOLE, WORDS
from content.comments.workflow import THREAD
from governance.public import Machine, state_constraint

_REGION = ("left", "top", "width", "height")
_NO_REGION = Q(**dict.fromkeys(_REGION))
_NO_WORDS = Q(start=None, end=None)


class CommentThreadQuerySet(models.QuerySet["CommentThread"]):
    """Named filters."""

    def open(self) -> Self:
        """Those that hold an approval back."""
        return self.filter(status="open")


class CommentThread(models.Model):
    """One thing that somebody points at; `start` and `end` count characters of the frozen title or text."""

    machine: ClassVar[Machine] = THREAD

    draft = models.ForeignKey("content.Draft", models.PROTECT, related_name="threads")
    version = models.ForeignKey("content.DraftVersion", models.PROTECT, related_name="threads")
    account = models.ForeignKey("accounts.PlatformAccount", models.PROTECT, related_name="+")
    part = models.CharField(_("about"), max_length=5, choices=PARTS)
    start = models.PositiveIntegerField(_("from"), null=True, blank=True)
    end = models.PositiveIntegerField(_("to"), null=True, blank=True)
    quote = models.CharField(_("words"), max_length=QUOTE_LIMIT, blank=True)
    asset = models.ForeignKey(
        "content.MediaAsset", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("file")
    )
    left = models.PositiveSmallIntegerField(_("from the left, in thousandths"), null=True, blank=True)
    top = models.PositiveSmallIntegerField(_("from the top, in thousandths"), null=True, blank=True)
    width = models.PositiveSmallIntegerField(_("width, in thousandths"), null=True, blank=True)
    height = models.PositiveSmallIntegerField(_("height, in thousandths"), null=True, blank=True)
    moment_ms = models.PositiveIntegerField(_("moment in milliseconds"), null=True, blank=True)
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("opened by")
    )
    opened_at = models.DateTimeField(_("opened at"))
    status = models.CharField(_("status"), max_length=8, choices=THREAD.choices, default="open")
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )
    resolved_at = models.DateTimeField(_("resolved at"), null=True, blank=True)
    lock_version = models.PositiveIntegerField(default=0)

    objects = CommentThreadQuerySet.as_manager()

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        ordering = ["pk"]
        indexes = [models.Index(fields=["draft"], name="comment_thread_open", condition=Q(status="open"))]
        constraints = [
            state_constraint(THREAD, "comment_thread_status_known"),
            models.CheckConstraint(
                condition=(Q(part=POST, asset=None) & _NO_WORDS & _NO_REGION & Q(moment_ms=None))
                | (
                    Q(part__in=WORDS, asset=None, start__isnull=False, end__gt=F("start"))
                    & ~Q(quote="")
                    & _NO_REGION
                    & Q(moment_ms=None)
                )
                | (Q(part=ASSET, asset__isnull=False) & _NO_WORDS),
                name="comment_thread_anchored",
            ),
            models.CheckConstraint(
                condition=_NO_REGION
                | Q(
                    **{f"{name}__isnull": False for name in _REGION},
                    left__lte=WHOLE - F("width"), top__lte=WHOLE - F("height"), width__gt=0, height__gt=0,
                    width__lte=WHOLE, height__lte=WHOLE,
                ),
                name="comment_thread_region_inside",
            ),
            models.CheckConstraint(
                condition=Q(status="open", resolved_by=None, resolved_at=None)
                | Q(status="resolved", resolved_by__isnull=False, resolved_at__isnull=False),
                name="comment_thread_resolved_by_somebody",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.quote or str(self.get_part_display())

    def get_absolute_url(self) -> str:
        """Its place on the page of the review."""
        return f"{reverse('content:review_page', args=[self.draft_id])}#thread-{self.pk}"

    @property
    def region(self) -> tuple[int, int, int, int] | None:
        """Left, top, width and height in thousandths of the picture, or None."""
        found = (self.left, self.top, self.width, self.height)
        return None if None in found else found  # type: ignore[return-value]

    @property
    def moment(self) -> str:
        """The moment of a video or sound as minutes and seconds."""
        if self.moment_ms is None:
            return ""
        minutes, seconds = divmod(self.moment_ms / 1000, 60)
        return f"{int(minutes)}:{seconds:04.1f}"


class Comment(models.Model):
    """What somebody wrote in a thread; written once."""

    thread = models.ForeignKey(CommentThread, models.PROTECT, related_name="comments")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    text = models.TextField(_("comment"))
    written_at = models.DateTimeField(_("written at"))

    class Meta:
        verbose_name = _("word of a comment")
        verbose_name_plural = _("words of comments")
        ordering = ["pk"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="comment_says_something")]

    def __str__(self) -> str:
        return self.text

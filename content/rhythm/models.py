"""Whether an account posted as often as it must, period by period (R-022, D-3.4.1a, M-4.4.3, O-4.1.3)."""

from __future__ import annotations

from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from content.rhythm.rules import PERIODS
from governance.public import VIEW_ACCOUNT, accounts_for


class PostingPeriodQuerySet(models.QuerySet["PostingPeriod"]):
    """Named filters."""

    def visible_to(self, user: Any) -> Self:
        """Of accounts that this person may see."""
        return self.filter(account_id__in=accounts_for(user, VIEW_ACCOUNT))

    def below(self) -> Self:
        """Those in which too little was posted."""
        return self.filter(posted__lt=F("minimum"))


class PostingPeriod(models.Model):
    """A day, week or month of an account that is over; days are those of the account's calendar.

    `minimum` is what the rule books asked for when it ended; `posted` grows where a post is recorded late.
    """

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="posting_periods", verbose_name=_("account")
    )
    per = models.CharField(_("period"), max_length=5, choices=PERIODS)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    minimum = models.PositiveSmallIntegerField(_("least number of posts"))
    posted = models.PositiveSmallIntegerField(_("posts"))
    counted_at = models.DateTimeField(_("counted at"))

    objects = PostingPeriodQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting period")
        verbose_name_plural = _("posting periods")
        default_permissions = ("view",)
        ordering = ["-last_day", "account", "pk"]
        indexes = [models.Index(fields=["last_day", "account"], name="posting_period_day")]
        constraints = [
            models.UniqueConstraint(fields=["account", "per", "first_day"], name="posting_period_once"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="posting_period_in_order"),
            models.CheckConstraint(
                condition=Q(per__in=[code for code, _label in PERIODS]), name="posting_period_known"
            ),
        ]

    def __str__(self) -> str:
        days = dict.fromkeys(date_format(day, "Y-m-d") for day in (self.first_day, self.last_day))
        return f"{self.account} · {' – '.join(days)} · {self.posted}/{self.minimum}"

    def get_absolute_url(self) -> str:
        """The periods of its account."""
        return reverse("content:frequency_account", args=[self.account_id])

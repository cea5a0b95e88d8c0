"""Paid promotion of posts, topics and campaigns, and what was spent (R-049)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.campaigns.rules import CURRENCIES, LINE_LIMIT
from content.promotions.rules import FORMS, LABELS
from content.promotions.workflow import AGREED, PROMOTION, SPENDING
from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint


class PromotionQuerySet(models.QuerySet["Promotion"]):
    """Named filters of promotions."""

    def visible_to(self, user: Any) -> Self:
        """Of accounts that this person may see, and their own."""
        return self.filter(Q(account_id__in=accounts_for(user, VIEW_ACCOUNT)) | Q(author_id=user.pk))

    def spending(self) -> Self:
        """Money was spent on them, or may be."""
        return self.filter(Q(status__in=SPENDING) | Q(spent__gt=0))


class Promotion(models.Model):
    """One promotion that costs money; amounts are in `currency`, `spent` is the sum of its spends."""

    machine: ClassVar[Machine] = PROMOTION

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="promotions", verbose_name=_("platform account")
    )
    campaign = models.ForeignKey(
        "content.Campaign", models.PROTECT, null=True, blank=True, related_name="promotions",
        verbose_name=_("campaign"),
    )  # fmt: skip
    title = models.CharField(_("what is promoted"), max_length=LINE_LIMIT)
    form = models.CharField(_("form"), max_length=10, choices=FORMS)
    plan = models.TextField(_("plan"))
    budget = models.DecimalField(_("budget"), max_digits=12, decimal_places=2)
    currency = models.CharField(_("currency"), max_length=3, choices=CURRENCIES, default="CNY")
    label = models.CharField(_("advertising label"), max_length=10, choices=LABELS)
    first_day = models.DateField(_("first day"))
    last_day = models.DateField(_("last day"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="promotions", verbose_name=_("author")
    )
    created_at = models.DateTimeField(_("created at"))
    request = models.ForeignKey(
        "governance.ApprovalRequest", models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("request"),
    )  # fmt: skip
    agreed_at = models.DateTimeField(_("budget agreed at"), null=True, blank=True)
    label_seen_at = models.DateTimeField(_("label seen at"), null=True, blank=True)
    label_seen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("label seen by"),
    )  # fmt: skip
    started_at = models.DateTimeField(_("started at"), null=True, blank=True)
    spent = models.DecimalField(_("spent"), max_digits=12, decimal_places=2, default=Decimal(0))
    result = models.TextField(_("result"), blank=True)
    finished_at = models.DateTimeField(_("over since"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=10, choices=PROMOTION.choices, default=PROMOTION.initial)
    lock_version = models.PositiveIntegerField(default=0)

    objects = PromotionQuerySet.as_manager()

    class Meta:
        verbose_name = _("paid promotion")
        verbose_name_plural = _("paid promotions")
        default_permissions = ("view",)
        ordering = ["-pk"]
        constraints = [
            state_constraint(PROMOTION, "promotion_status_known"),
            models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="promotion_days_in_order"),
            models.CheckConstraint(
                condition=~Q(status__in=[AGREED, *SPENDING]) | Q(request__isnull=False, agreed_at__isnull=False),
                name="promotion_budget_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=SPENDING) | Q(label_seen_at__isnull=False, started_at__isnull=False),
                name="promotion_labelled_before_spending",
            ),
            models.CheckConstraint(
                condition=Q(spent=0) | (Q(status__in=SPENDING) & Q(spent__lte=F("budget"))),
                name="promotion_spends_what_was_agreed",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this promotion."""
        return reverse("content:promotion_detail", args=[self.pk])


class PromotionSpend(models.Model):
    """An amount that was paid; written once."""

    promotion = models.ForeignKey(Promotion, models.PROTECT, related_name="spends", verbose_name=_("paid promotion"))
    amount = models.DecimalField(_("amount"), max_digits=12, decimal_places=2)
    spent_on = models.DateField(_("day"))
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("recorded by")
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    class Meta:
        verbose_name = _("spending on a promotion")
        verbose_name_plural = _("spending on promotions")
        default_permissions = ("view",)
        ordering = ["spent_on", "pk"]
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="promotion_spend_is_positive")]

    def __str__(self) -> str:
        return f"{self.amount} · {self.spent_on}"

"""What is planned before it is written (R-018, R-019, R-023)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.drafts.rules import CONTENT_TYPES, MEDIA
from content.plans.rules import ELEMENT_FIELDS, FREQUENCIES
from content.plans.workflow import PLAN
from governance.public import Machine, accounts_for, state_constraint

_EMPTY = Q(direction="") | Q(audience="") | Q(topic="") | Q(medium="") | Q(frequency="")
_ELEMENTS_MISSING = _EMPTY | Q(planned_at=None) | Q(script_owner=None)


class PlanItemQuerySet(models.QuerySet["PlanItem"]):
    """Named filters of plan items."""

    def visible_to(self, user: Any) -> Self:
        """The items of accounts that this person may see, and their own."""
        seen = accounts_for(user, "accounts.view_platformaccount")
        return self.filter(Q(account_id__in=seen) | Q(author_id=user.pk) | Q(script_owner_id=user.pk))

    def approved(self) -> Self:
        """Those that a draft may hang on (R-019)."""
        return self.filter(status="approved")

    def incomplete(self) -> Self:
        """Those that lack an element of R-018."""
        return self.filter(_ELEMENTS_MISSING)


class PlanItem(models.Model):
    """One thing that the company means to publish on one account."""

    machine: ClassVar[Machine] = PLAN

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="plan_items", verbose_name=_("account")
    )
    period_plan = models.ForeignKey(
        "content.PeriodPlan",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="items",
        verbose_name=_("period plan"),
    )
    title = models.CharField(_("title"), max_length=200)
    direction = models.TextField(_("direction"), blank=True, help_text=_("What this content is meant to achieve."))
    audience = models.CharField(_("audience"), max_length=200, blank=True)
    topic = models.CharField(_("topic"), max_length=200, blank=True)
    content_type = models.CharField(_("content type"), max_length=20, choices=CONTENT_TYPES, blank=True)
    medium = models.CharField(_("form"), max_length=10, choices=MEDIA, blank=True)
    frequency = models.CharField(_("frequency"), max_length=12, choices=FREQUENCIES, blank=True)
    planned_at = models.DateTimeField(_("planned time"), null=True, blank=True)
    script_owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="scripts",
        verbose_name=_("script owner"),
    )
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="plan_items", verbose_name=_("author")
    )
    editors = models.JSONField(_("people who wrote in it"), default=list, editable=False)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="decided_plan_items",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decision_note = models.TextField(_("note of the decision"), blank=True)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    status = models.CharField(_("status"), max_length=12, choices=PLAN.choices, default="draft")
    lock_version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(_("created at"))

    objects = PlanItemQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan item")
        verbose_name_plural = _("plan items")
        ordering = ["-planned_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "planned_at"], name="plan_item_account_time"),
            models.Index(fields=["status", "planned_at"], name="plan_item_status_time"),
        ]
        constraints = [
            state_constraint(PLAN, "plan_item_status_known"),
            models.CheckConstraint(
                condition=~Q(status__in=["submitted", "approved"]) | ~_ELEMENTS_MISSING,
                name="plan_item_complete_when_submitted",
            ),
            models.CheckConstraint(
                condition=~Q(status="approved") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("author"))),
                name="plan_item_approved_by_another",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this item."""
        return reverse("content:plan_detail", args=[self.pk])

    @property
    def writers(self) -> set[int]:
        """Who wrote in it: none of them decides it."""
        return {self.author_id, *self.editors}

    @property
    def missing(self) -> list[str]:
        """The names of the elements that are still empty."""
        return [field for field in ELEMENT_FIELDS if not getattr(self, field)]

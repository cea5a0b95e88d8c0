"""Requests to departments for material, and the files that came (R-043)."""

from __future__ import annotations

from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from content.materials.rules import NAME_LIMIT, SORTS, TITLE_LIMIT
from content.materials.workflow import ASKED, CONFIRMED, DELIVERED, MATERIAL, OPEN, WITHDRAWN
from governance.public import VIEW_ACCOUNT, Machine, accounts_for, state_constraint


def _person(label: Any, *, null: bool = True, related_name: str = "+") -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=null, blank=null, related_name=related_name, verbose_name=label
    )


class MaterialRequestQuerySet(models.QuerySet["MaterialRequest"]):
    """Named filters of requests."""

    def visible_to(self, user: Any) -> Self:
        """Of accounts that this person may see, those to their department, and their own."""
        seen = Q(account_id__in=accounts_for(user, VIEW_ACCOUNT))
        seen |= Q(asked_by_id=user.pk) | Q(responsible_id=user.pk)
        if user.department_id is not None:
            seen |= Q(department_id=user.department_id)
        return self.filter(seen)

    def open(self) -> Self:
        """Those in which the department still has something to do."""
        return self.filter(status__in=OPEN)

    def not_on_time(self) -> Self:
        """Those whose accuracy was not confirmed in time, or of which an earlier delivery came late."""
        return self.filter(Q(confirmed_at=None) | Q(confirmed_at__gt=F("due_at")) | Q(came_late=True))


class MaterialRequest(models.Model):
    """What one department is asked to supply for an account, and by when.

    `came_late` stays once a time ran out unmet, whatever new time a return gives.
    """

    machine: ClassVar[Machine] = MATERIAL

    account = models.ForeignKey(
        "accounts.PlatformAccount", models.PROTECT, related_name="material_requests", db_index=False,
        verbose_name=_("account"),
    )  # fmt: skip
    department = models.ForeignKey(
        "accounts.Department", models.PROTECT, related_name="material_requests", db_index=False,
        verbose_name=_("department asked"),
    )  # fmt: skip
    plan_item = models.ForeignKey(
        "content.PlanItem", models.PROTECT, null=True, blank=True, related_name="material_requests",
        verbose_name=_("plan item"),
    )  # fmt: skip
    draft = models.ForeignKey(
        "content.Draft", models.PROTECT, null=True, blank=True, related_name="material_requests",
        verbose_name=_("draft"),
    )  # fmt: skip
    sort = models.CharField(_("kind of material"), max_length=16, choices=SORTS)
    title = models.CharField(_("material in a line"), max_length=TITLE_LIMIT)
    need = models.TextField(_("what is needed"))
    asked_by = _person(_("asked by"), null=False, related_name="asked_material")
    asked_at = models.DateTimeField(_("asked at"))
    responsible = _person(_("responsible"), null=False, related_name="material_to_supply")
    due_at = models.DateTimeField(_("due"))
    delivery = models.TextField(_("what was delivered"), blank=True)
    delivered_by = _person(_("delivered by"))
    delivered_at = models.DateTimeField(_("delivered at"), null=True, blank=True)
    accuracy_note = models.TextField(_("how the accuracy was checked"), blank=True)
    confirmed_by = _person(_("accuracy confirmed by"))
    confirmed_at = models.DateTimeField(_("accuracy confirmed at"), null=True, blank=True)
    return_note = models.TextField(_("why it was returned"), blank=True)
    came_late = models.BooleanField(_("was late before"), default=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    withdrawal_note = models.TextField(_("why it was withdrawn"), blank=True)
    status = models.CharField(_("status"), max_length=10, choices=MATERIAL.choices, default=ASKED)
    lock_version = models.PositiveIntegerField(default=0)

    objects = MaterialRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("material request")
        verbose_name_plural = _("material requests")
        default_permissions = ("view",)
        ordering = ["-asked_at", "-pk"]
        indexes = [
            models.Index(fields=["account", "due_at"], name="material_of_account"),
            models.Index(fields=["department", "status", "due_at"], name="material_of_department"),
        ]
        constraints = [
            state_constraint(MATERIAL, "material_status_known"),
            models.CheckConstraint(
                condition=Q(due_at__gt=F("asked_at")) & ~Q(title="") & ~Q(need=""), name="material_says_what_and_when"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[DELIVERED, CONFIRMED])
                | Q(delivered_by__isnull=False, delivered_at__isnull=False),
                name="material_delivered_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(status=CONFIRMED, confirmed_by__isnull=False, confirmed_at__isnull=False)
                & ~Q(accuracy_note="")
                | (~Q(status=CONFIRMED) & Q(confirmed_by=None, confirmed_at=None)),
                name="material_confirmed_with_note",
            ),
            models.CheckConstraint(
                condition=~Q(status=WITHDRAWN) | Q(withdrawn_at__isnull=False), name="material_withdrawn_with_time"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """The page of this request."""
        return reverse("content:material_detail", args=[self.pk])


class MaterialFile(models.Model):
    """A file that the department supplied; written once and kept under its hash."""

    request = models.ForeignKey(
        MaterialRequest, models.PROTECT, related_name="files", verbose_name=_("material request")
    )
    place = models.CharField(_("place"), max_length=120, editable=False)
    shown_name = models.CharField(_("name"), max_length=NAME_LIMIT)
    mime = models.CharField(_("content type"), max_length=40)
    size = models.PositiveIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    added_by = _person(_("added by"), null=False)
    added_at = models.DateTimeField(_("added at"))

    class Meta:
        verbose_name = _("file of a material request")
        verbose_name_plural = _("files of material requests")
        default_permissions = ("view",)
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["request", "sha256"], name="material_file_once")]

    def __str__(self) -> str:
        return self.shown_name

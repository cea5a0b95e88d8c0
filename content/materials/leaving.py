"""What of material requests passes on when somebody leaves: those that they are responsible for (R-043)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.public import Handing, Holding, HoldingKind, User, register_holding
from content.materials.asking import responsible_for
from content.materials.models import MaterialRequest
from content.materials.rules import KIND
from content.materials.services import pass_material_on


def _open(person: User, at: datetime) -> list[Holding]:
    rows = MaterialRequest.objects.open().filter(responsible=person).order_by("pk")
    return [Holding(KIND, row.pk, row.title, row.account_id) for row in rows]


def _colleagues(holding: Holding) -> Collection[int]:
    """Who works in the department that was asked, and who answers for it."""
    department = MaterialRequest.objects.select_related("department").get(pk=holding.object_id).department
    people = set(User.objects.filter(department=department, is_active=True).values_list("pk", flat=True))
    answers = responsible_for(department)
    return people | ({answers.pk} if answers is not None else set())


def _hand(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    pass_material_on(
        handing.holding.object_id, person=handing.person, to=handing.successor, actor=handing.actor, at=handing.at
    )
    return handing.successor


register_holding(
    HoldingKind(KIND, _("Material that their department was asked for"), _open, _hand, takers=_colleagues)
)

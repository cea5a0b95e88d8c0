"""A reviewer's qualification ends with the work here; somebody who comes back is tested anew (R-122)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from accounts.qualifications.models import Qualification
from accounts.qualifications.services import end_qualification


def _in_force(person: User, at: datetime) -> list[Holding]:
    """One thing, however often it was renewed: the newest stands for all, and they end together."""
    row = Qualification.objects.running(at).filter(person=person).first()
    return [Holding("qualification", row.pk, str(row))] if row is not None else []


def _end(handing: Handing) -> User | None:
    row = Qualification.objects.select_related("person").get(pk=handing.holding.object_id)
    end_qualification(row, actor=None, at=handing.at)
    return None


register_holding(HoldingKind("qualification", _("Qualification as reviewer"), _in_force, _end, passes=False))

"""Seats on governing groups end with the work here, and stand vacant until somebody is named (R-002)."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.groups.models import GroupSeat
from accounts.groups.services import end_seat
from accounts.leaving.holdings import Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User


def _held(person: User, at: datetime) -> list[Holding]:
    rows = GroupSeat.objects.open().filter(person=person).select_related("policy")
    return [Holding("group_seat", row.pk, str(row)) for row in rows]


def _end(handing: Handing) -> User | None:
    end_seat(GroupSeat.objects.get(pk=handing.holding.object_id), actor=None, at=handing.at)
    return None


register_holding(HoldingKind("group_seat", _("Seats on governing groups"), _held, _end, passes=False))

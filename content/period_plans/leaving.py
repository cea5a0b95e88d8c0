"""What of period plans passes on when somebody leaves: those that they answer for and that still count (R-017)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.public import Handing, Holding, HoldingKind, User, register_holding
from content.period_plans.models import PeriodPlan
from content.period_plans.rules import APPROVAL, APPROVE_PLANS, KIND, WRITE
from governance.public import holder_ids, reassign_deadlines, record, today


def _plans(person: User, at: datetime) -> list[Holding]:
    rows = PeriodPlan.objects.live().filter(responsible=person, ends_on__gte=today(at)).order_by("pk")
    return [Holding(KIND, row.pk, row.title, row.account_id) for row in rows]


def _planners(holding: Holding) -> Collection[int]:
    return holder_ids(WRITE, holding.account_id) if holding.account_id else holder_ids(APPROVE_PLANS)


def _hand(handing: Handing) -> User | None:
    """The successor answers for it; its clock goes along."""
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    holding = handing.holding
    plan = PeriodPlan.objects.select_for_update(of=("self",)).get(pk=holding.object_id)
    if plan.responsible_id == handing.person.pk:
        plan.responsible = handing.successor
        plan.lock_version += 1
        plan.save(update_fields=["responsible", "lock_version"])
        reassign_deadlines(KIND, plan.pk, handing.successor, purpose=APPROVAL, at=handing.at)
        record(
            "period_plan.handed_on", actor=handing.actor, kind=KIND, object_id=plan.pk, account_id=plan.account_id,
            payload={"from": handing.person.pk, "to": handing.successor.pk}, at=handing.at,
        )  # fmt: skip
    return handing.successor


register_holding(HoldingKind(KIND, _("Period plans that they answer for"), _plans, _hand, takers=_planners))

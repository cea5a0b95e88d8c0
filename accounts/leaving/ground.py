"""What of duties and sensitive operations becomes of somebody who leaves (R-014, R-121).

A duty is somebody's by their rights, so that it goes to whoever holds those once the person has none; what only they
could have done ends.
"""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.leaving.duties import own_clocks
from accounts.leaving.holdings import AFTERWARDS, Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from governance.public import Duty, SensitiveOperation, give_duty, lapse_operation

DUTY, OPERATION = "duty", "sensitive_operation"


def _duties(person: User, at: datetime) -> list[Holding]:
    rows = Duty.objects.open().filter(pk__in=own_clocks(person).filter(kind=DUTY).values("object_id"))
    return [
        Holding(DUTY, row.pk, str(row), row.account_id)
        for row in rows.select_related("account", "department", "person").order_by("due_at", "pk")
    ]


def _give(handing: Handing) -> User | None:
    return give_duty(handing.holding.object_id, instead_of=handing.person, at=handing.at)


def _operations(person: User, at: datetime) -> list[Holding]:
    """What they asked for, waiting for a yes or agreed: the yes would be good for nobody else."""
    rows = SensitiveOperation.objects.open().filter(asked_by=person).select_related("account").order_by("pk")
    return [Holding(OPERATION, row.pk, str(row), row.account_id) for row in rows]


def _lapse(handing: Handing) -> User | None:
    lapse_operation(handing.holding.object_id, at=handing.at)
    return None


register_holding(HoldingKind("duty", _("Duties"), _duties, _give, passes=False, stage=AFTERWARDS))
register_holding(
    HoldingKind("operation", _("Sensitive operations not carried out"), _operations, _lapse, passes=False)
)

"""Who handled an incident earlier stays barred from closing it, and its report goes past them (R-011)."""

from __future__ import annotations

from datetime import datetime

from accounts.incidents.former import FormerHandler
from accounts.incidents.models import Incident
from accounts.incidents.people import handlers_of, superiors_of
from accounts.incidents.rules import KIND, REPORT
from accounts.people.models import User
from governance.public import reassign_deadlines


def remember_handler(incident: Incident, person_id: int, *, at: datetime) -> None:
    """Keep who handles the incident no more; run in the transaction and under the lock of what ends it."""
    FormerHandler.objects.get_or_create(incident=incident, person_id=person_id, defaults={"until": at})


def report_to_above(incident: Incident, *, at: datetime) -> None:
    """The report waits for the nearest above its owner who has not handled it, and their clock runs; caller saves."""
    above = superiors_of(incident.owner, incident.account, incident.concerned_id, handled=handlers_of(incident))
    incident.superior = User.objects.get(pk=above[0]) if above else None
    reassign_deadlines(KIND, incident.pk, incident.superior or incident.owner, purpose=REPORT, at=at)

"""What incidents put on the Today page: to handle, to receive, steps and measures that wait (R-011)."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.incidents.models import CorrectiveMeasure, Incident, IncidentStep
from accounts.incidents.rules import SUPERIOR
from accounts.incidents.workflow import OPEN, UNCLOSED
from accounts.people.models import User
from governance.public import Card, CardItem, card, standing_in_for

SHOWN = 20


@card("incidents_to_handle", title=_("Incidents to handle"), order=2)
def incidents_to_handle(user: User, now: datetime) -> Card:
    """Unclosed incidents that this person owns; an open one is due when it has to be contained."""
    rows = Incident.objects.unclosed().filter(owner=user).select_related("account").order_by("found_at", "pk")
    return Card(
        [
            CardItem(
                str(row), row.get_absolute_url(), row.contain_by if row.status == OPEN else None,
                note=row.get_status_display(), account=row.account,
            )
            for row in rows[:SHOWN]
        ],
        reverse("accounts:incidents"),
    )  # fmt: skip


@card("incidents_to_receive", title=_("Incidents reported to you"), order=3)
def incidents_to_receive(user: User, now: datetime) -> Card:
    """Reports whose receipt this person confirms, also in place of somebody on leave."""
    people = [user.pk, *standing_in_for(user.pk, now)]
    rows = Incident.objects.filter(superior_id__in=people, received_at=None, status__in=UNCLOSED)
    rows = rows.exclude(owner=user).exclude(concerned=user).select_related("account").order_by("report_by", "pk")
    return Card(
        [CardItem(str(row), row.get_absolute_url(), row.report_by, account=row.account) for row in rows[:SHOWN]],
        reverse("accounts:incidents"),
    )


@card("incident_steps", title=_("Steps of incidents"), order=4)
def incident_steps(user: User, now: datetime) -> Card:
    """Open steps that were given to this person in incidents of others."""
    rows = IncidentStep.objects.open().filter(owner=user, incident__status__in=UNCLOSED).exclude(incident__owner=user)
    rows = rows.exclude(code=SUPERIOR).select_related("incident__account").order_by("due_at", "pk")
    return Card(
        [
            CardItem(str(row.label), row.incident.get_absolute_url(), row.due_at, note=row.incident.number,
                     account=row.incident.account)
            for row in rows[:SHOWN]
        ],
        reverse("accounts:incidents"),
    )  # fmt: skip


@card("corrective_measures", title=_("Corrective measures"), order=36)
def corrective_measures(user: User, now: datetime) -> Card:
    """Measures after incidents that this person carries out."""
    rows = CorrectiveMeasure.objects.open().filter(owner=user).select_related("incident__account")
    zone = ZoneInfo(user.time_zone)
    return Card(
        [
            CardItem(
                row.text, row.incident.get_absolute_url(),
                datetime.combine(row.due_on + timedelta(days=1), time.min, zone), note=row.incident.number,
                account=row.incident.account,
            )
            for row in rows[:SHOWN]
        ],
        reverse("accounts:incidents"),
    )  # fmt: skip

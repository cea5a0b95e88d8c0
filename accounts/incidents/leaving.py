"""What of incidents passes on when somebody leaves: those owned, steps and measures, reports to receive (R-011)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from accounts.incidents.measures import hand_measure_on
from accounts.incidents.models import CorrectiveMeasure, Incident, IncidentStep
from accounts.incidents.owning import hand_incident_on, hand_report_on
from accounts.incidents.rules import KEEP, KIND, MANAGE, MANAGE_ACCOUNTS, MEASURE_KIND, PUBLISH, STEP_KIND
from accounts.incidents.steps import hand_step_on
from accounts.leaving.holdings import AFTERWARDS, Handing, Holding, HoldingKind, register_holding
from accounts.people.models import User
from governance.public import holder_ids


def _owned(person: User, at: datetime) -> list[Holding]:
    rows = Incident.objects.unclosed().filter(owner=person).select_related("account").order_by("pk")
    return [Holding(KIND, row.pk, str(row), row.account_id) for row in rows]


def _owners(holding: Holding) -> Collection[int]:
    """Who works on the account, managers first; nobody who is named in it or has confirmed its report."""
    incident = Incident.objects.get(pk=holding.object_id)
    rights = ((MANAGE, incident.account_id), (MANAGE_ACCOUNTS, None), (KEEP, incident.account_id),
              (PUBLISH, incident.account_id))  # fmt: skip
    able = dict.fromkeys(pk for right, place in rights for pk in holder_ids(right, place))
    return [pk for pk in able if pk not in (incident.concerned_id, incident.received_by_id)]


def _hand_incident(handing: Handing) -> User | None:
    """With its clocks, and the steps in it that were theirs."""
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    hand_incident_on(handing.holding.object_id, handing.successor, actor=handing.actor, at=handing.at)
    return handing.successor


def _steps(person: User, at: datetime) -> list[Holding]:
    """Steps in incidents of others; in their own they go with the incident."""
    rows = IncidentStep.objects.open().filter(owner=person).exclude(incident__owner=person)
    rows = rows.exclude(incident__status="closed").select_related("incident__account").order_by("pk")
    return [Holding(STEP_KIND, row.pk, f"{row.incident.number} · {row}", row.incident.account_id) for row in rows]


def _hand_step(handing: Handing) -> User | None:
    return hand_step_on(handing.holding.object_id, actor=handing.actor, at=handing.at)


def _measures(person: User, at: datetime) -> list[Holding]:
    rows = CorrectiveMeasure.objects.open().filter(owner=person).select_related("incident__account")
    return [
        Holding(MEASURE_KIND, row.pk, f"{row.incident.number} · {row.text}", row.incident.account_id) for row in rows
    ]


def _hand_measure(handing: Handing) -> User | None:
    assert handing.successor is not None  # noqa: S101 - this kind passes on
    hand_measure_on(handing.holding.object_id, handing.successor, actor=handing.actor, at=handing.at)
    return handing.successor


def _reports(person: User, at: datetime) -> list[Holding]:
    rows = Incident.objects.unclosed().filter(superior=person, received_at=None).select_related("account")
    return [Holding(KIND, row.pk, str(row), row.account_id, "report") for row in rows.order_by("pk")]


def _hand_report(handing: Handing) -> User | None:
    """To whoever is above the owner now, once the login of who leaves is closed."""
    return hand_report_on(handing.holding.object_id, actor=handing.actor, at=handing.at)


# The codes put them in this order: steps find the owner that their incident has by then.
register_holding(HoldingKind("incident", _("Incidents owned"), _owned, _hand_incident, takers=_owners))
register_holding(HoldingKind("incident_measure", _("Corrective measures"), _measures, _hand_measure))
register_holding(HoldingKind("incident_step", _("Steps of incidents"), _steps, _hand_step, passes=False))
register_holding(
    HoldingKind(
        "incident_report", _("Reports on incidents to confirm"), _reports, _hand_report, passes=False,
        stage=AFTERWARDS,
    )
)  # fmt: skip
